/**
 * What people know about locks and a trace does not show: types, aliases, declared orders.
 *
 * <p>All of it is data: JSON, shipped as resources or given by the user.
 */
package org.lockreplay.protocol;

/** Names out of a trace, made safe to show. */
package org.lockreplay.text;

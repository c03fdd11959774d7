/** What the replay of locks and that of bounds tables have in common. */
package org.lockreplay.replay;

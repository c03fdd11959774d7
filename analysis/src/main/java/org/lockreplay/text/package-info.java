/** Names: those out of a trace made safe to show, and short ones for contents. */
package org.lockreplay.text;

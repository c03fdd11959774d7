/** Observations of traces that were never recorded, told step by step in tests. */
package org.lockreplay.story;

/** The hot loops alone, measured with JMH; whole runs are measured by the script beside. */
package org.lockreplay.bench;

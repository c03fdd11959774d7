/**
 * Results in the forms that systems for continuous integration take.
 *
 * <p>Start at {@link org.lockreplay.report.ci.CiRun} (what all forms are made of) and {@link
 * org.lockreplay.report.ci.CiFormat} (the forms). Everything here is the same for the same run:
 * nothing has a time, a machine or a user in it.
 */
package org.lockreplay.report.ci;

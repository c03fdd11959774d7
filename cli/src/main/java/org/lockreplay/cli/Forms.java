package org.lockreplay.cli;

import java.io.IOException;
import java.io.OutputStream;
import org.lockreplay.report.TextStyle;
import org.lockreplay.report.ci.CiRun;

/** One result, ready to be written in any form. */
interface Forms {

    void text(TextStyle style, OutputStream out) throws IOException;

    void json(OutputStream out) throws IOException;

    /** The result for all other forms; asked for once, and only if one of them is wanted. */
    CiRun ciRun();
}

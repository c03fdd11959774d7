package org.lockreplay.report.ci;

import java.util.regex.Pattern;
import org.lockreplay.text.VisibleText;

/**
 * Text from traces as SARIF wants messages: nothing in it is a placeholder or a link.
 *
 * <p>SARIF reads <code>{0}</code> as a placeholder and {@code [text](target)} as a link (sections
 * 3.11.5 and 3.11.6 of SARIF 2.1.0). Only braces and brackets that would be read so are escaped:
 * most viewers show an escape as it stands.
 */
final class SarifText {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d+)}");
    private static final Pattern LINK = Pattern.compile("\\[(?=[^\\]]*]\\()");

    private SarifText() {}

    static String of(String text) {
        String visible = VisibleText.of(text);
        String noPlaceholder = PLACEHOLDER.matcher(visible).replaceAll("{{$1}}");
        return LINK.matcher(noPlaceholder).replaceAll("\\\\[");
    }

    /** The text of a link, in which no bracket may stand as it is. */
    static String link(String text, int target) {
        String inner = VisibleText.of(text).replace("[", "\\[").replace("]", "\\]");
        return "[" + PLACEHOLDER.matcher(inner).replaceAll("{{$1}}") + "](" + target + ")";
    }
}

package org.lockreplay.check;

import java.util.List;

/** One kind of finding. */
@FunctionalInterface
interface Rule {

    /** All findings of this kind, in any order. */
    List<Finding> judge(Case judged);
}

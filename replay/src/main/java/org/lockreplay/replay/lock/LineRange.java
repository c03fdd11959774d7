package org.lockreplay.replay.lock;

/**
 * Lines of a trace that stand behind each other.
 *
 * @param first counted from 1
 * @param last not before {@code first}
 */
public record LineRange(long first, long last) {

    public boolean contains(long line) {
        return first <= line && line <= last;
    }
}

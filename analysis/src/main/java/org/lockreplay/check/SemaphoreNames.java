package org.lockreplay.check;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lockreplay.protocol.LockAliases;
import org.lockreplay.protocol.file.Protocol;

/**
 * What the two semaphores are called: as the protocol that was chosen calls them, or else {@code
 * bd_sem} and {@code mmap_sem}.
 */
public record SemaphoreNames(String bdSem, String mmapSem) {

    /** As the proposal calls them. */
    public static final SemaphoreNames PROPOSED =
            new SemaphoreNames(LockAliases.BD_SEM, LockAliases.MMAP_SEM);

    /** Only where names are put in the place of others is the pattern made. */
    private static final class Word {

        /** Neither a part of another name, nor of an expression such as {@code &mm->mmap_sem}. */
        private static final Pattern PATTERN =
                Pattern.compile(
                        "(?<![\\w>.&])("
                                + LockAliases.BD_SEM
                                + "|"
                                + LockAliases.MMAP_SEM
                                + ")(?!\\w)");

        private Word() {}
    }

    static SemaphoreNames of(CheckOptions options) {
        return options.protocol().map(SemaphoreNames::of).orElse(PROPOSED);
    }

    static SemaphoreNames of(Protocol protocol) {
        WatchedLocks watched = WatchedLocks.of(protocol);
        return new SemaphoreNames(
                name(protocol, watched.bdSem(), LockAliases.BD_SEM),
                name(protocol, watched.mmapSem(), LockAliases.MMAP_SEM));
    }

    private static String name(Protocol protocol, OptionalInt lock, String otherwise) {
        return lock.isPresent() ? protocol.locks().get(lock.getAsInt()).name() : otherwise;
    }

    /** The name of one of the two, or another lock as it is. */
    public String of(String alias) {
        return switch (alias) {
            case LockAliases.BD_SEM -> bdSem;
            case LockAliases.MMAP_SEM -> mmapSem;
            default -> alias;
        };
    }

    /** A sentence with these names in it. */
    String in(String sentence) {
        return isProposed()
                ? sentence
                : Word.PATTERN
                        .matcher(sentence)
                        .replaceAll(found -> Matcher.quoteReplacement(of(found.group())));
    }

    /**
     * A finding on bounds tables with these names in its sentences; its classes are for programs,
     * and the same under any protocol. Other findings call locks as traces do.
     */
    Finding in(Finding finding) {
        return isProposed() || !isOfMpx(finding.id())
                ? finding
                : finding.reworded(in(finding.message()), in(finding.advice()));
    }

    NotJudged in(NotJudged limit) {
        boolean named = isOfMpx(limit.id()) || limit.id().equals(OrderViolationRule.ID);
        return named && !isProposed()
                ? new NotJudged(limit.id(), in(limit.reason()), limit.partly())
                : limit;
    }

    private List<String> in(List<String> sentences) {
        return sentences.stream().map(this::in).toList();
    }

    /** Not by the equality of records: linking that takes milliseconds of every check. */
    private boolean isProposed() {
        return bdSem.equals(PROPOSED.bdSem) && mmapSem.equals(PROPOSED.mmapSem);
    }

    private static boolean isOfMpx(String id) {
        return id.startsWith("mpx-");
    }
}

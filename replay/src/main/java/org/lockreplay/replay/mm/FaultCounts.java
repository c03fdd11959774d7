package org.lockreplay.replay.mm;

/**
 * How often the processor found a page missing, or not allowed.
 *
 * <p>The bits of the error code are those of {@code arch/x86/include/asm/traps.h}, Linux 4.19.
 *
 * @param user faults of the program itself ({@code page_fault_user})
 * @param kernel faults of the kernel while it worked for the program ({@code page_fault_kernel})
 * @param writes of both, those of a write (bit 1)
 * @param present of both, those of a page that was there, but not for this access (bit 0)
 */
public record FaultCounts(long user, long kernel, long writes, long present) {

    /** No fault at all. */
    public static final FaultCounts NONE = new FaultCounts(0, 0, 0, 0);

    private static final long PRESENT = 1;
    private static final long WRITE = 2;

    static FaultCounts one(boolean user, long errorCode) {
        return new FaultCounts(
                user ? 1 : 0,
                user ? 0 : 1,
                (errorCode & WRITE) != 0 ? 1 : 0,
                (errorCode & PRESENT) != 0 ? 1 : 0);
    }

    public long total() {
        return user + kernel;
    }

    /** Both together. */
    public FaultCounts plus(FaultCounts other) {
        return new FaultCounts(
                user + other.user,
                kernel + other.kernel,
                writes + other.writes,
                present + other.present);
    }
}

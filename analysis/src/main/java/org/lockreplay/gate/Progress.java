package org.lockreplay.gate;

/** Is told how far the reading of a corpus has come, from several threads at once. */
public interface Progress {

    /** Nobody wants to know. */
    Progress NONE =
            new Progress() {
                @Override
                public void begin(int files, long bytes) {}

                @Override
                public void bytes(long count) {}

                @Override
                public void file(long events) {}
            };

    /** So much there is to read; told once, first. */
    void begin(int files, long bytes);

    /** More bytes of files have been read. */
    void bytes(long count);

    /** One more file is done. */
    void file(long events);
}

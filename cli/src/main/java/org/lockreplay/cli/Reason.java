package org.lockreplay.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words: some exceptions have no more to say than its name. */
final class Reason {

    private Reason() {}

    static String of(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (failure instanceof AccessDeniedException) {
            return "no permission";
        }
        if (failure instanceof FileSystemException one && one.getReason() != null) {
            return one.getReason();
        }
        return String.valueOf(failure.getMessage());
    }

    /** The same after the name of the file, where the failure has one. */
    static String withFile(IOException failure) {
        boolean named = failure instanceof FileSystemException one && one.getFile() != null;
        return named ? ((FileSystemException) failure).getFile() + ": " + of(failure) : of(failure);
    }
}

package org.lockreplay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PackageCyclesTest {

    @Test
    void packagesThatKnowEachOtherAreToldOnceWithADependencyEachWay() {
        assertThat(circles(Collection.class, Optional.class, Stream.class, Callable.class))
                .singleElement()
                .asString()
                .startsWith("java.util -> java.util.stream -> java.util\n")
                .contains("<java.util.Collection.")
                .contains("<java.util.stream.Stream.");
    }

    @Test
    void arrowsOfOneDirectionMakeNoCircle() {
        assertThat(circles(Stream.class, Function.class, Callable.class)).isEmpty();
    }

    private static Iterable<String> circles(Class<?>... classes) {
        return PackageCycles.in(new ClassFileImporter().importClasses(classes));
    }
}

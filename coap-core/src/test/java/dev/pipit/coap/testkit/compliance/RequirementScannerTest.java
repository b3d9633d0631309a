package dev.pipit.coap.testkit.compliance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RequirementScannerTest {
    @Test
    void findsAnnotatedMethod() {
        assertEquals(List.of(new Citation("R7252-001", "FooTest.sendsVersionOne")), RequirementScanner.scan("""
                        class FooTest {
                            @Test
                            @Requirement("R7252-001")
                            void sendsVersionOne() {}
                        }
                        """));
    }

    @Test
    void findsEveryIdOfArray() {
        assertEquals(
                List.of(new Citation("R7252-001", "FooTest.a"), new Citation("R7252-002", "FooTest.a")),
                RequirementScanner.scan(
                        "class FooTest { @Requirement(value = {\"R7252-001\", \"R7252-002\",}) void a() {} }"));
    }

    @Test
    void looksPastOtherAnnotationsModifiersAndTypeParameters() {
        assertEquals(List.of(new Citation("R7252-001", "FooTest.a")), RequirementScanner.scan("""
                        class FooTest {
                            @dev.pipit.coap.testkit.Requirement("R7252-001")
                            @ParameterizedTest(name = "class {0} (")
                            @ValueSource(classes = {Foo.class, Bar.class})
                            public final <T extends Comparable<T>> java.util.List<T> a(@Arg(1) T each) { return b(); }
                        }
                        """));
    }

    @Test
    void findsAnnotatedTypes() {
        assertEquals(
                List.of(
                        new Citation("R7252-001", "FooTest"),
                        new Citation("R7252-002", "FooTest.Inner"),
                        new Citation("R7252-003", "FooTest.Pair")),
                RequirementScanner.scan("""
                        @Requirement("R7252-001")
                        final class FooTest {
                            @Nested @Requirement("R7252-002") class Inner {}
                            @Requirement("R7252-003") record Pair(@A({1}) int a) {}
                        }
                        """));
    }

    @Test
    void namesMethodByTheTypesAroundIt() {
        assertEquals(
                List.of(
                        new Citation("R7252-001", "FooTest.Inner.a"),
                        new Citation("R7252-002", "FooTest.b"),
                        new Citation("R7252-003", "BarTest.c")),
                RequirementScanner.scan("""
                        class FooTest {
                            @Nested class Inner { @Requirement("R7252-001") void a() { if (x) { y(); } } }
                            Runnable r = new Runnable() { public void run() {} };
                            int[] record = {1, 2};
                            @Requirement("R7252-002") void b() {}
                        }
                        interface BarTest { @Requirement("R7252-003") default void c() {} }
                        """));
    }

    @Test
    void ignoresCommentsAndLiterals() {
        assertEquals(List.of(new Citation("R7252-009", "FooTest.a")), RequirementScanner.scan("""
                        // @Requirement("R7252-001") class NotMe {
                        /* @Requirement("R7252-002") { */
                        class FooTest {
                            /** {@code @Requirement("R7252-003")} */
                            String s = "@Requirement(\\"R7252-004\\") { // ";
                            String t = \"""
                                @Requirement("R7252-005") class X { \\\"""
                                \""";
                            char open = '{', quote = '\\'', back = '\\\\', other = '"';
                            @Requirement(/* which? */ "R7252-009") // }
                            void a() {}
                        }
                        """));
    }

    @Test
    void ignoresAnnotationsOfOtherNames() {
        assertEquals(
                List.of(),
                RequirementScanner.scan(
                        "@interface Requirement { String[] value(); } class A { @Requirements(\"R1\") void a() {} }"));
    }

    @Test
    void rejectsAnythingButStringLiterals() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RequirementScanner.scan("class A { @Requirement(ROW) void a() {} }"));
        assertThrows(
                IllegalArgumentException.class,
                () -> RequirementScanner.scan("class A { @Requirement(\"R7252-\" + \"001\") void a() {} }"));
    }

    @Test
    void rejectsAnnotationThatStandsOnNothing() {
        assertThrows(
                IllegalArgumentException.class,
                () -> RequirementScanner.scan("class A { @Requirement(\"R7252-001\") }"));
    }

    @Test
    void rejectsLiteralThatIsNeverClosed() {
        assertThrows(IllegalArgumentException.class, () -> RequirementScanner.scan("class A { String s = \"x; }"));
    }
}

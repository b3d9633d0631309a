package dev.pipit.coap;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.function.Predicate;

/** Refuses calls and method references that match. */
final class NotUse extends ArchCondition<JavaClass> {
    private final Predicate<JavaAccess<?>> refused;

    private NotUse(String what, Predicate<JavaAccess<?>> refused) {
        super("not use " + what);
        this.refused = refused;
    }

    static NotUse nameServices() {
        return new NotUse(
                "name services",
                access -> access.getTargetOwner().getName().equals("java.net.InetAddress")
                        && Set.of("getByName", "getAllByName", "getLocalHost").contains(access.getName()));
    }

    static NotUse clocks() {
        return new NotUse("clocks", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getName();
            return owner.equals("java.lang.System")
                            && Set.of("nanoTime", "currentTimeMillis").contains(name)
                    || owner.equals("java.util.Date") && isDefaultConstructor(access)
                    || owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"))
                    || owner.startsWith("java.time.") && name.equals("now");
        });
    }

    static NotUse unseededRandomness() {
        return new NotUse("unseeded randomness", access -> {
            String owner = access.getTargetOwner().getName();
            String name = access.getName();
            return owner.equals("java.security.SecureRandom")
                    || owner.equals("java.util.concurrent.ThreadLocalRandom")
                    || owner.equals("java.util.Random") && isDefaultConstructor(access)
                    || owner.equals("java.util.SplittableRandom") && isDefaultConstructor(access)
                    || owner.startsWith("java.util.random.")
                            && Set.of("getDefault", "of", "create").contains(name)
                    || owner.equals("java.lang.Math") && name.equals("random")
                    || owner.equals("java.util.UUID") && name.equals("randomUUID")
                    || owner.equals("java.util.Collections") && name.equals("shuffle");
        });
    }

    private static boolean isDefaultConstructor(JavaAccess<?> access) {
        return access.getTarget() instanceof CodeUnitAccessTarget target
                && target.getName().equals("<init>")
                && target.getRawParameterTypes().isEmpty();
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
            if (refused.test(access)) {
                events.add(SimpleConditionEvent.violated(access, access.getDescription()));
            }
        }
    }
}

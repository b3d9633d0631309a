package dev.pipit.coap;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Refuses an import of the same or a higher floor, and a package that stands on no floor. */
final class ImportOnlyLowerFloors extends ArchCondition<JavaClass> {
    ImportOnlyLowerFloors() {
        super("import only packages of lower floors");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String from = Floors.packageOf(type);
        if (from.isEmpty()) {
            return;
        }
        if (!Floors.isKnown(from)) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a package without a floor"));
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            String to = Floors.packageOf(dependency.getTargetClass());
            if (Floors.isKnown(to) && !Floors.mayImport(from, to)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }
}

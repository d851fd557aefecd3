package sc.fiji.blindsr;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import ij.IJ;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sc.fiji.blindsr.engine.Job;
import sc.fiji.blindsr.engine.Message;
import sc.fiji.blindsr.engine.Wire;

/** What the packages may know of each other, of ImageJ and of SciJava. */
class ArchitectureTest {

    private static final String ROOT = ArchitectureTest.class.getPackageName();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** What starts tasks: SciJava commands, plain ImageJ, SciJava Ops, and where it is built, Apache Spark. */
    private static final String[] RIM = packages("command", "ij1", "ops", "spark");

    /** What can run without ImageJ. */
    private static final String[] CORE = packages(
            "pixel",
            "kernel",
            "camera",
            "field",
            "scene",
            "prior",
            "posterior",
            "resolution",
            "network",
            "estimate",
            "restore",
            "evidence",
            "engine",
            "worker",
            "model",
            "fault",
            "progress");

    @Test
    void packagesHaveNoCycles() {
        slices().assignedFrom(new TopLevelPackages()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theCoreKnowsNeitherImageJNorSciJava() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ij..", "org.scijava..")
                .check(CLASSES);
    }

    /** Plain ImageJ finds TaskPlugIn in plugins.config, and target/app/imagej names Launcher: no code does. */
    @Test
    void nobodyKnowsTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RIM)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(RIM)
                .check(CLASSES);
    }

    /** Log lines go through {@code Progress} to the rim, which alone knows where users look for them. */
    @Test
    void onlyTheRimWritesToImageJsLog() {
        noClasses()
                .that()
                .resideOutsideOfPackages(RIM)
                .should()
                .callMethod(IJ.class, "log", String.class)
                .check(CLASSES);
    }

    @Test
    void faultsKnowNoOtherPackage() {
        final String fault = ROOT + ".fault..";
        noClasses()
                .that()
                .resideInAPackage(fault)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(fault))))
                .check(CLASSES);
    }

    /** Whoever else did would not work in ImageJ, which has no DJL; jobs are made there. */
    @Test
    void fewKnowPyTorch() {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("engine", "network", "estimate", "restore", "prior"))
                .or()
                .implement(Job.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl..")
                .check(CLASSES);
    }

    /** To all others it is a {@code TorchWorker} that does jobs. */
    @Test
    void onlyTheEngineKnowsTheProcess() {
        final String[] both = packages("engine", "worker");
        noClasses()
                .that()
                .resideOutsideOfPackages(both)
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + ".worker..")
                        .or(assignableTo(Message.class))
                        .or(assignableTo(Wire.class)))
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackages(packages("worker"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".worker..")
                .check(CLASSES);
    }

    @Test
    void theRootPackageIsSmall() {
        final List<String> classes = CLASSES.stream()
                .filter(c -> c.getPackageName().equals(ROOT) && c.isTopLevelClass())
                .map(JavaClass::getSimpleName)
                .filter(name -> !name.equals("package-info"))
                .toList();
        assertTrue(!classes.isEmpty() && classes.size() <= 5, classes.toString());
    }

    private static String[] packages(final String... names) {
        return Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    /** The root package by itself, and each package in it with all below; ArchUnit's own patterns leave out the root. */
    private static final class TopLevelPackages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(final JavaClass javaClass) {
            final String name = javaClass.getPackageName();
            if (name.equals(ROOT)) return SliceIdentifier.of("root");
            if (!name.startsWith(ROOT + ".")) return SliceIdentifier.ignore();
            return SliceIdentifier.of(name.substring(ROOT.length() + 1).split("\\.")[0]);
        }

        @Override
        public String getDescription() {
            return "packages in " + ROOT;
        }
    }
}

package sc.fiji.blindsr.command;

import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/** Has the inputs of our commands completed, after those of the macro are in and before a dialog asks for the rest. */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.HIGH)
public class TaskPreprocessor extends AbstractPreprocessorPlugin {

    @Override
    public void process(final Module module) {
        if (module.getDelegateObject() instanceof TaskCommand command && !command.complete(module)) cancel(null);
    }
}

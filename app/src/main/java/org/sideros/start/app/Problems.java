package org.sideros.start.app;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import org.sideros.start.config.Problem;
import org.sideros.start.config.Words;
import org.sideros.start.control.protocol.Fields;
import org.sideros.start.control.protocol.ProtocolException;

/** Findings about configuration files, as lines that editors understand and as JSON. */
final class Problems {
    private Problems() {}

    /** An array with one object a finding, in the form the control protocol has. */
    static JsonArray json(List<Problem> problems) {
        JsonArray array = new JsonArray();
        for (Problem problem : problems) {
            JsonObject object = new JsonObject();
            object.addProperty("file", problem.where().file().toString());
            object.addProperty("line", problem.where().line());
            object.addProperty("column", problem.where().column());
            object.addProperty("severity", Words.of(problem.severity()));
            object.addProperty("message", problem.message());
            array.add(object);
        }
        return array;
    }

    /** Prints a finding that came over the control protocol, on standard error. */
    static void printDecoded(Console console, JsonObject problem) throws ProtocolException {
        Fields fields = new Fields(problem);
        long line = fields.integer("line");
        console.out().flush();
        console.err()
                .println(fields.string("file") + (line == 0 ? "" : ":" + line + ":" + fields.integer("column")) + ": "
                        + fields.string("severity") + ": " + fields.string("message"));
    }
}

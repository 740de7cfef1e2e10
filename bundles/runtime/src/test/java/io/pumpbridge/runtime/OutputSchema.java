// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Set;
import picocli.CommandLine;

/** The schema that a command prints, as a program would take it from there. */
public final class OutputSchema {
  private final JsonSchema schema;

  private OutputSchema(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * @param command the command with {@code --schema}
   */
  public static OutputSchema of(String... command) {
    StringWriter printed = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(printed));
    assertThat(commandLine.execute(command)).isZero();
    return new OutputSchema(
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(printed.toString()));
  }

  Set<ValidationMessage> complaints(String line) {
    return schema.validate(
        line,
        InputFormat.JSON,
        context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
  }

  /** Not everything fits it: neither an empty object nor one with a field that nobody knows. */
  void assertDescribesSomething() {
    assertThat(complaints("{}")).as("an empty object").isNotEmpty();
    assertThat(complaints("{\"nobody-knows\":1}")).as("an unknown field").isNotEmpty();
  }

  public void assertFits(String line) {
    assertThat(complaints(line)).as(line).isEmpty();
  }
}

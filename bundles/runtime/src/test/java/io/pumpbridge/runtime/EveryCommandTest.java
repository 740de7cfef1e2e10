// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** What holds for each command there is, also for those that will come. */
class EveryCommandTest {
  /** Whose schema is in a bundle: asked of the packaged product, in {@code LibraryCommandIT}. */
  private static final Set<String> BY_THE_BUNDLES = Set.of("library example");

  /** Those that do something, by what a person types. */
  private static Map<String, CommandSpec> commands() {
    Map<String, CommandSpec> found = new TreeMap<>();
    collect("", Main.commandLine(), found);
    return found;
  }

  private static void collect(String name, CommandLine command, Map<String, CommandSpec> found) {
    if (command.getSubcommands().isEmpty()) {
      found.put(name.strip(), command.getCommandSpec());
    }
    command.getSubcommands().forEach((word, sub) -> collect(name + " " + word, sub, found));
  }

  private static boolean has(CommandSpec command, String option) {
    return command.findOption(option) != null;
  }

  @Test
  void thereAreAsManyAsAPersonWouldCount() {
    assertThat(commands()).containsKeys("run", "backup", "journal export", "pumps probe");
    assertThat(commands()).containsKeys("site code", "site make", "library example");
  }

  @TestFactory
  Stream<DynamicTest> eachAnswersProgramsAndTellsTheirFormWithoutItsOtherOptions() {
    return commands().entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> assertTold(entry)));
  }

  private static void assertTold(Map.Entry<String, CommandSpec> entry) {
    CommandSpec command = entry.getValue();
    assertThat(has(command, "--help")).isTrue();
    assertThat(has(command, "--json")).as("--json").isTrue();
    assertThat(has(command, "--schema")).as("--schema").isTrue();
    if (!BY_THE_BUNDLES.contains(entry.getKey())) {
      List<String> words = new ArrayList<>(Arrays.asList(entry.getKey().split(" ")));
      words.add("--schema");
      OutputSchema.of(words.toArray(String[]::new)).assertDescribesSomething();
      words.add("error");
      OutputSchema.of(words.toArray(String[]::new))
          .assertFits("{\"error\":{\"code\":\"a\",\"layer\":\"device\",\"message\":\"No.\"}}");
    }
  }

  @TestFactory
  Stream<DynamicTest> eachSaysWhatItsExitCodesMean() {
    return commands().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(),
                    () ->
                        assertThat(entry.getValue().commandLine().getUsageMessage())
                            .contains("Exit codes:", "0   done", "1   the answer is no")
                            .contains("2   used wrongly", "3   failed")));
  }
}

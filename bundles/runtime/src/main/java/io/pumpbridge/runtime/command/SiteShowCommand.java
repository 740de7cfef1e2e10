// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.GatewaySite;
import io.pumpbridge.runtime.launch.LaunchException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Whom this gateway trusts, and who said so. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Tells whom this gateway trusts and who said so, with or without a running agent.",
      "Exit code 1 if it trusts nobody, or what it was told is damaged."
    })
public final class SiteShowCommand implements Callable<Integer> {
  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-show");
    }
    Map<String, Object> answer = new GatewaySite(directories.config, directories.state).show();
    new Answering(spec, directories.json).tell(answer, SiteText::describe);
    boolean trusts = answer.containsKey("anchors") && !"nobody".equals(answer.get("source"));
    return trusts ? 0 : 1;
  }
}

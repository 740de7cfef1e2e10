// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import com.fasterxml.jackson.jr.ob.JSON;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.SiteDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A folder of certificates becomes a document that two people can sign. */
@Command(
    name = "make",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a site package down, to be signed; on standard output.",
      "DIR holds server/*.pem and signers/*.pem, the authorities to be trusted;"
          + " server/leaving/*.pem and signers/leaving/*.pem, those that end at --until;"
          + " withdrawn/*.pem, certificates of signers that count no more, also all earlier ones.",
      "With --schema: the JSON Schema of the document itself."
    })
public final class SiteMakeCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "Where the certificates are.")
  private Path from = Path.of("");

  @Option(
      names = "--hospital",
      paramLabel = "NAME",
      required = true,
      description = "As in the gateways' configuration.")
  private String hospital = "";

  @Option(
      names = "--number",
      paramLabel = "N",
      required = true,
      description = "Higher than that of every package before.")
  private long number;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for people; 1 to 200 characters.")
  private String reason = "";

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "When those in leaving/ stop counting, for example 2026-12-31T00:00:00Z.")
  private String until = "";

  @Option(
      names = "--reissue",
      description =
          "Let gateways take it although their own certificates will count no more; each then"
              + " needs a new one.")
  private boolean reissue;

  @Option(names = "--json", description = "Complain in JSON too; the document always is.")
  @SuppressWarnings("UnusedVariable") // Failure looks for the word itself
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "site-make");
    }
    Map<String, Object> wish = wish();
    try (TemporaryBridge bridge = TemporaryBridge.forSites()) {
      Map<String, Object> document = new SiteDesk(bridge).make(wish);
      spec.commandLine()
          .getOut()
          .println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(document));
      spec.commandLine().getOut().flush();
      return 0;
    }
  }

  private Map<String, Object> wish() throws LaunchException {
    Map<String, Object> wish = new LinkedHashMap<>();
    wish.put("hospital", hospital);
    wish.put("number", number);
    wish.put("reason", reason);
    wish.put("reissue", reissue);
    wish.put("server", SiteFile.pems(from.resolve("server")));
    wish.put("signers", SiteFile.pems(from.resolve("signers")));
    wish.put("server_leaving", SiteFile.pems(from.resolve("server/leaving")));
    wish.put("signers_leaving", SiteFile.pems(from.resolve("signers/leaving")));
    wish.put("withdrawn", SiteFile.pems(from.resolve("withdrawn")));
    if (!until.isEmpty()) {
      wish.put("until", until);
    }
    return wish;
  }
}

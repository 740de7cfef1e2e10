// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.NamedFile;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import io.pumpbridge.runtime.launch.TrustDesk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Case after case for the agent's own validator. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads cases, one JSON object a line, and answers each with one line, in their order, by the"
          + " validator that judges servers, clients and signers in the agent.",
      "Exit code 0 if all lines were judged, whatever the verdicts; with --strict 1 if one was not"
          + " accepted."
    },
    footer = {
      "",
      "A case: {\"id\":\"1\",\"purpose\":\"server\",\"chain\":[\"<PEM or base64 DER>\",...],"
          + "\"anchors\":[...],\"host\":\"pumps.example.org\"}",
      "More fields, all optional: at, intermediates, crls, ocsp, revocation (require, stale-ok,"
          + " off), stale_days, eku, max_depth, policies, profile (hospital, rfc5280). Purposes:"
          + " server, client, library-author, library-approver, site-author, site-approver, order,"
          + " pump-server, update, path.",
      "A signature: {\"id\":\"1\",\"algorithm\":\"ECDSA-SHA256\",\"key\":\"<base64 SPKI DER>\","
          + "\"message\":\"<base64>\",\"signature\":\"<base64>\"}",
      "The codes are explained in bundles/trust/README.md."
    })
public final class TrustCheckCommand implements Callable<Integer> {
  @Option(
      names = "--jsonl",
      paramLabel = "FILE",
      arity = "0..1",
      fallbackValue = "-",
      description = "Where the cases are, one a line; standard input if left out, or '-'.")
  private Path file = NamedFile.STANDARD_INPUT;

  @Option(names = "--signature", description = "The cases are signatures, not chains.")
  private boolean signature;

  @Option(names = "--strict", description = "End with exit code 1 if a case is not accepted.")
  private boolean strict;

  @Option(names = "--json", description = "Complain in JSON too; answers always are.")
  @SuppressWarnings("UnusedVariable") // Failure looks for the word itself
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, signature ? "trust-check-signature" : "trust-check");
    }
    try (InputStream cases = NamedFile.orStandardInput(file).open();
        TemporaryBridge bridge = TemporaryBridge.forTrust()) {
      TrustDesk desk = new TrustDesk(bridge);
      boolean accepted =
          new JsonLines(cases)
              .answerAll(
                  spec.commandLine().getOut(),
                  signature ? desk::checkSignature : desk::check,
                  answer -> Boolean.TRUE.equals(answer.get("accept")));
      return accepted || !strict ? 0 : 1;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.FileFailure;
import io.pumpbridge.runtime.launch.GatewayEnrolment;
import io.pumpbridge.runtime.launch.GatewayProvisioning;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.NamedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A gateway's identity: the key is made here and never leaves. */
@Command(
    name = "provision",
    mixinStandardHelpOptions = true,
    description = {
      "Gives this gateway its identity, by network or by files.",
      "By network: --est URL, with what makes the server believable (--fingerprint or --anchors"
          + " present) and what proves this gateway (a one-time code or --bootstrap).",
      "By files: --request FILE makes a key here, if none waits, and writes a certificate request;"
          + " --certificate FILE takes the certificate that the hospital's CA made of it.",
      "By files a running agent does it, and goes on without a restart.",
      "The private key never leaves the state directory."
    })
public final class ProvisionCommand implements Callable<Integer> {
  private static final int MAX_CERTIFICATE_BYTES = 256 * 1024;

  @Mixin private Directories directories = new Directories();

  @Mixin private SchemaOption schema = new SchemaOption();

  @ArgGroup(multiplicity = "1")
  private Step step = new Step();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** One of the three. */
  static final class Step {
    @ArgGroup(exclusive = false)
    @Nullable EstOptions est;

    @Option(
        names = "--request",
        paramLabel = "FILE",
        description = "Write the certificate request (PKCS#10, PEM) here; - for standard output.")
    String request = "";

    @Option(
        names = "--certificate",
        paramLabel = "FILE",
        description = "Read the certificate and its issuers (PEM, leaf first) from here.")
    String certificate = "";
  }

  @Override
  public Integer call() throws LaunchException, InterruptedException, IOException {
    if (schema.isWanted()) {
      return schema.print(spec, "provision");
    }
    EstOptions est = step.est;
    return est == null ? byFiles() : enrol(est);
  }

  private int enrol(EstOptions est) throws LaunchException, InterruptedException, IOException {
    Map<String, Object> told =
        new GatewayEnrolment(directories.config, directories.state).enrol(est.order());
    String again = "pump-bridge provision --est " + est.server + " ...";
    new Answering(spec, directories.json)
        .tell(told, answer -> List.of(EnrolmentText.of(answer, again)));
    return EnrolmentText.isInstalled(told) ? 0 : 1;
  }

  private int byFiles() throws LaunchException, InterruptedException {
    GatewayProvisioning gateway = new GatewayProvisioning(directories.config, directories.state);
    if (step.certificate.isEmpty()) {
      write(gateway.request());
    } else {
      boolean running = gateway.install(read(Path.of(step.certificate)));
      say(
          running
              ? "The certificate is in place; the running agent shows it from its next connection"
                  + " on."
              : "The certificate is in place; 'pump-bridge run' can start.");
    }
    return 0;
  }

  private void write(String request) throws LaunchException {
    if (step.request.equals("-")) {
      new Answering(spec, directories.json)
          .tell(Map.of("request", request), answer -> request.lines().toList());
      return;
    }
    Path file = Path.of(step.request);
    try {
      Files.writeString(file, request, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new FileFailure(e).unwritable(file);
    }
    say(
        "The request is in "
            + step.request
            + "; have it signed, then call 'pump-bridge provision --certificate FILE'.");
  }

  private static String read(Path file) throws LaunchException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_CERTIFICATE_BYTES + 1);
      if (content.length > MAX_CERTIFICATE_BYTES) {
        throw unusable(file, "it is too large for a certificate");
      }
      // Only what stands between the PEM's own lines counts; names may stand around it.
      return new String(content, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw unusable(file, NamedFile.of(file).why(e));
    }
  }

  private static LaunchException unusable(Path file, String why) {
    return new LaunchException(
        LaunchException.Fault.USAGE,
        "certificate-unreadable",
        "The certificate " + file + " cannot be read: " + why + ".");
  }

  private void say(String sentence) {
    new Answering(spec, directories.json).tell(Map.of("done", true), answer -> List.of(sentence));
  }
}

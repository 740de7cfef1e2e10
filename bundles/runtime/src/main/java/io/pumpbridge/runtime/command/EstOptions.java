// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.NamedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Enrolment with an EST server: where, by what it is trusted, and what proves this gateway. */
final class EstOptions {
  /** A code is a line; more is a file chosen by mistake. */
  private static final int MAX_SECRET_BYTES = 1024;

  private static final int MAX_BOOTSTRAP_BYTES = 256 * 1024;

  /** The largest that a gateway keeps. */
  private static final int MAX_LIST_BYTES = 1024 * 1024;

  @Option(
      names = "--est",
      required = true,
      paramLabel = "URL",
      description = "Enrol with this EST server (RFC 7030), https://HOST[:PORT].")
  String server = "";

  @Option(
      names = "--revocation-list",
      paramLabel = "FILE",
      description =
          "A revocation list (DER or PEM; several in one file, with certificates of authorities"
              + " between, as PEM or PKCS#7) of an authority above the server; may be given for"
              + " each. Kept: the pump server is judged by it too.")
  private List<Path> lists = new ArrayList<>();

  @ArgGroup(multiplicity = "1")
  private Trusted trusted = new Trusted();

  @ArgGroup(multiplicity = "0..1")
  private Proof proof = new Proof();

  /** Why the server is believed. */
  static final class Trusted {
    @Option(
        names = "--fingerprint",
        paramLabel = "HEX",
        description =
            "SHA-256 of the hospital's root, told on another way than the network; the root then"
                + " becomes an anchor.")
    private Optional<String> fingerprint = Optional.empty();

    @Option(
        names = "--anchors",
        paramLabel = "present",
        description = "The anchors that are in place already.")
    @SuppressWarnings("UnusedVariable") // That it was given is all.
    private Optional<Anchors> anchors = Optional.empty();
  }

  /** Said as a word, so that nobody trusts by forgetting an option. */
  enum Anchors {
    PRESENT
  }

  /** What proves this gateway. */
  static final class Proof {
    @Option(
        names = "--code-file",
        paramLabel = "FILE",
        description =
            "Where the technician's one-time code is; - for standard input. Without it the code is"
                + " asked for at the terminal. It is never an argument: others could see that.")
    private Optional<Path> code = Optional.empty();

    @ArgGroup(exclusive = false)
    private @Nullable Bootstrap bootstrap;
  }

  /** In place of a code. */
  static final class Bootstrap {
    @Option(
        names = "--bootstrap",
        required = true,
        paramLabel = "FILE.p12",
        description = "A bootstrap certificate and its key (PKCS#12), in place of a code.")
    private Path file = NamedFile.STANDARD_INPUT;

    @Option(
        names = "--bootstrap-password-file",
        required = true,
        paramLabel = "FILE",
        description = "Where its password is; - for standard input.")
    private Path password = NamedFile.STANDARD_INPUT;
  }

  /** As the port takes it. */
  Map<String, Object> order() throws LaunchException {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("server", server);
    trusted.fingerprint.ifPresent(hex -> order.put("fingerprint", hex));
    List<byte[]> brought = new ArrayList<>();
    for (Path list : lists) {
      brought.add(bytes(list, MAX_LIST_BYTES));
    }
    order.put("revocation_lists", brought);
    Bootstrap bootstrap = proof.bootstrap;
    if (bootstrap != null) {
      order.put("bootstrap", bytes(bootstrap.file, MAX_BOOTSTRAP_BYTES));
      order.put("bootstrap_password", secret(bootstrap.password));
    } else {
      order.put("code", proof.code.isPresent() ? secret(proof.code.get()) : asked());
    }
    return order;
  }

  /** From Java 22 on there is always a console; without a terminal it reads standard input. */
  @SuppressWarnings("SystemConsoleNull")
  private static char[] asked() throws LaunchException {
    if (System.console() == null) {
      throw unusable(
          "code-missing", "There is no terminal to ask at: give --code-file or --bootstrap.");
    }
    char[] typed = System.console().readPassword("One-time code: ");
    if (typed == null) {
      throw unusable("code-missing", "No one-time code was typed.");
    }
    return typed;
  }

  private static char[] secret(Path file) throws LaunchException {
    return SecretSource.firstLine(bytes(file, MAX_SECRET_BYTES));
  }

  private static byte[] bytes(Path file, int most) throws LaunchException {
    return NamedFile.orStandardInput(file).whole(most);
  }

  private static LaunchException unusable(String code, String sentence) {
    return new LaunchException(LaunchException.Fault.USAGE, code, sentence);
  }
}

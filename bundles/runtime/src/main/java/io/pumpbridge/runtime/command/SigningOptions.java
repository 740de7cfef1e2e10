// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.AnchorsFolder;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.launch.NamedFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whose key signs, and whose signatures count. */
@Command
final class SigningOptions {
  /** One byte more than a key's file may have: the desk says that it is none. */
  private static final int MAX_KEY = 256 * 1024 + 1;

  private static final int MAX_PEM = 128 * 1024;

  /** As trust itself reads them. */
  private static final int MAX_LIST = 1024 * 1024;

  @ArgGroup(multiplicity = "0..1")
  private Holder holder = new Holder();

  /** In a file or in a token. */
  static final class Holder {
    @Option(
        names = "--key",
        paramLabel = "FILE.p12",
        description = "Your key with its certificates (PKCS#12).")
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--pkcs11-library",
        paramLabel = "FILE",
        description = "Your key is in a token: the PKCS#11 library that speaks with it.")
    private Optional<Path> library = Optional.empty();
  }

  @Option(
      names = "--pkcs11-slot",
      paramLabel = "SLOT",
      description = "The token's slot: first, or its number. Default: ${DEFAULT-VALUE}.")
  private String slot = "first";

  @Option(
      names = {"--password-file", "--pin-file"},
      paramLabel = "FILE",
      description = {
        "Where the key's password or the token's PIN is, readable for its owner only; - for standard"
            + " input. Without it you are asked at the terminal. It is never an argument: others"
            + " could see that."
      })
  private Optional<Path> secret = Optional.empty();

  @Option(
      names = "--key-name",
      paramLabel = "NAME",
      description = "Which key, if several in the file or token could sign.")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--chain",
      paramLabel = "FILE",
      description =
          "Certificates (PEM) of the authorities between yours and the root, if file or token does"
              + " not hold them.")
  private Optional<Path> chain = Optional.empty();

  @Option(
      names = "--anchors",
      paramLabel = "DIR",
      description = {
        "The authorities whose signers are trusted: a gateway's folder of anchors, or a folder of"
            + " *.pem, with revocation lists as *.crl, *.pem or *.der. If left out, the root beside your own key."
      })
  private Optional<Path> anchors = Optional.empty();

  /** Says what is missing before anything is read; of a mixin's group the parser does not. */
  void requireKey() throws LaunchException {
    if (holder.file.isEmpty() && holder.library.isEmpty()) {
      throw new LaunchException(
          Fault.USAGE, "usage", "Say whose key signs: --key FILE.p12, or --pkcs11-library FILE.");
    }
  }

  /** Adds to what the desk is asked; the secret is asked for last. */
  void addTo(Map<String, Object> wish) throws LaunchException {
    if (chain.isPresent()) {
      wish.put("chain", text(chain.get()));
    }
    if (anchors.isPresent()) {
      addAnchors(anchors.get(), wish);
    }
    name.ifPresent(one -> wish.put("key", one));
    if (holder.file.isPresent()) {
      wish.put("pkcs12", NamedFile.of(holder.file.get()).beginning(MAX_KEY));
    } else {
      wish.put("pkcs11_library", String.valueOf(holder.library.orElse(Path.of(""))));
      wish.put("pkcs11_slot", slot);
    }
    String question = holder.file.isPresent() ? "Password of your key: " : "PIN of your token: ";
    wish.put("secret", new SecretSource(secret).read(question));
  }

  private static void addAnchors(Path folder, Map<String, Object> wish) throws LaunchException {
    AnchorsFolder trusted = AnchorsFolder.named(folder);
    List<Object> pems = new ArrayList<>();
    for (Path file : trusted.certificates()) {
      pems.add(text(file));
    }
    if (pems.isEmpty()) {
      throw new LaunchException(
          Fault.USAGE,
          "no-anchors",
          "There is no trusted authority (*.pem) in " + trusted.signers() + ".");
    }
    List<Object> lists = new ArrayList<>();
    for (Path file : trusted.revocationLists()) {
      lists.add(NamedFile.of(file).beginning(MAX_LIST));
    }
    wish.put("anchors", pems);
    wish.put("lists", lists);
  }

  private static String text(Path file) throws LaunchException {
    return new String(NamedFile.of(file).beginning(MAX_PEM), StandardCharsets.ISO_8859_1);
  }
}

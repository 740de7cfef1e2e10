// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LibraryDesk;
import io.pumpbridge.runtime.launch.SigningDesk;
import io.pumpbridge.runtime.launch.TemporaryBridge;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One person signs. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    description = {
      "Signs a drug library. Two people do so, one after the other: the author and the approver, in"
          + " any order. Your certificate says which of the two you are.",
      "The library is read first, as strictly as a gateway does, and shown; what another person"
          + " signed is verified first. Exit code 1 if it is refused; then nothing is written."
    },
    footer = {
      "",
      "First:  pump-bridge library sign library-7.json --key author.p12 --out library-7.half.p7m",
      "Second: pump-bridge library sign library-7.half.p7m --key approver.p12 --out library-7.p7m"
    })
public final class LibrarySignCommand implements Callable<Integer> {
  private static final List<String> ROLES = List.of("library-author", "library-approver");

  @Parameters(
      paramLabel = "FILE",
      description = "The library (.json), or what another person has signed already (.p7m).")
  private Path file = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "Where the signed library is written.")
  private Path out = Path.of("");

  @Option(names = "--force", description = "Replace what is there.")
  private boolean force;

  @Mixin private SigningOptions key = new SigningOptions();

  @Option(names = "--json", description = "Answer and complain in JSON, for programs.")
  private boolean json;

  @Mixin private SchemaOption schema = new SchemaOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws LaunchException, InterruptedException {
    if (schema.isWanted()) {
      return schema.print(spec, "library-sign");
    }
    WholeFile target = new WholeFile(out, force);
    key.requireKey();
    target.requireFree();
    byte[] content = LibrarySource.read(file);
    try (TemporaryBridge bridge = TemporaryBridge.forSigning()) {
      Answering answering = new Answering(spec, json);
      SigningDesk desk = new SigningDesk(bridge);
      boolean document = LibrarySource.isDocument(content);
      Map<String, Object> before = document ? Map.of() : desk.read(content);
      byte[] said = document ? content : bytes(before.get("content"));
      Map<String, Object> library = library(bridge, file, said);
      show(answering, library, LibraryText.objects(before.get("signers")));
      Map<String, Object> wish = new LinkedHashMap<>();
      wish.put(document ? "content" : "signed", content);
      wish.put("roles", ROLES);
      key.addTo(wish);
      Map<String, Object> signed = desk.sign(wish);
      target.write(bytes(signed.remove("signed")));
      library.putAll(signed);
      answering.tell(library, LibrarySignCommand::text);
      return 0;
    }
  }

  private static byte[] bytes(@Nullable Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    throw new IllegalStateException("the desk gives nothing away");
  }

  private static Map<String, Object> library(TemporaryBridge bridge, Path from, byte[] document)
      throws LaunchException {
    Map<String, Object> read = LibraryText.sound(from, new LibraryDesk(bridge).read(document));
    Map<String, Object> library = new LinkedHashMap<>();
    for (String field : List.of("hospital", "name", "version", "sha256")) {
      library.put(field, read.get(field));
    }
    List<Map<String, Object>> areas = LibraryText.objects(read.get("care_areas"));
    library.put("care_areas", areas.size());
    library.put(
        "entries",
        areas.stream().mapToInt(area -> LibraryText.objects(area.get("entries")).size()).sum());
    return library;
  }

  /** What a person is about to put a name to; before the password is asked for. */
  private static void show(
      Answering answering, Map<String, Object> library, List<Map<String, Object>> signers) {
    answering.say(
        library.get("name")
            + ", version "
            + library.get("version")
            + ", for "
            + library.get("hospital")
            + ": "
            + library.get("entries")
            + " entries in "
            + library.get("care_areas")
            + " care areas.");
    answering.say("SHA-256 of what you sign: " + library.get("sha256"));
    for (Map<String, Object> signer : signers) {
      answering.say(
          "Signed before, it says, by "
              + signer.get("subject")
              + " as "
              + signer.get("role")
              + ".");
    }
  }

  private static List<String> text(Map<String, Object> signed) {
    List<?> missing = signed.get("missing") instanceof List<?> roles ? roles : List.of();
    return List.of(
        "Signed by "
            + signed.get("subject")
            + " as "
            + signed.get("role")
            + " ("
            + signed.get("algorithm")
            + ").",
        missing.isEmpty()
            ? "Both have signed: a gateway takes it."
            : "The signature of another person is missing, as " + missing.get(0) + ".");
  }
}

// SPDX-License-Identifier: Apache-2.0
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.event.StreamId;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** Has the demo's authority sign, so that somebody else can judge it. */
class DemoDocuments {
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    Bytes library = Bytes.of(Files.readAllBytes(Path.of(arguments[1])));
    DemoAuthority authority =
        DemoAuthority.open(directory.resolve("authority"), "pump-server", Clock.systemUTC());
    SignedDocuments documents = new SignedDocuments(authority, Clock.systemUTC());
    StreamPosition last =
        new StreamPosition(new StreamId("bed-12", "epoch-1", Lane.AUDIT), 7, "0".repeat(64));

    authority.writeAnchors(directory.resolve("anchors"));
    write(directory.resolve("library.p7m"), documents.library(library));
    write(directory.resolve("association.p7m"), documents.association(library));
    write(directory.resolve("confirmation.p7m"), documents.confirmation("bed-12", List.of(last)));
    String issued = authority.issue(Files.readString(Path.of(arguments[2]), StandardCharsets.US_ASCII));
    Files.writeString(directory.resolve("device.pem"), issued);
  }

  private static void write(Path file, Bytes content) throws Exception {
    Files.write(file, content.toArray());
  }
}

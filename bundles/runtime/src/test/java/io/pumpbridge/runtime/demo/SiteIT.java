// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.server.Reply;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site package reaches a running agent by the pump server, who cannot forge one. */
class SiteIT {
  @TempDir private Path directory;

  private Bytes document(long number, DemoAuthority whom) throws Exception {
    Path anchors = directory.resolve("whom-" + number);
    whom.writeAnchors(anchors);
    return Bytes.of(
        Fields.builder()
            .put("format", "pump-bridge-site-1")
            .put("purpose", "site")
            .put("hospital", DemoDocuments.HOSPITAL)
            .put("number", number)
            .put("issued_at", Instant.now())
            .put("reason", "for the test")
            .put(
                "anchors",
                Fields.builder()
                    .put("server", anchorsIn(anchors.resolve("server")))
                    .put("signers", anchorsIn(anchors.resolve("signers")))
                    .build())
            .build()
            .toString(),
        StandardCharsets.UTF_8);
  }

  private static List<Fields> anchorsIn(Path folder) throws Exception {
    try (var files = Files.newDirectoryStream(folder, "*.pem")) {
      String pem = Files.readString(files.iterator().next());
      return List.of(Fields.builder().put("certificate", pem).build());
    }
  }

  @Test
  void itComesIntoForceIsToldAndTheServerConnectsByIt() throws Exception {
    try (Bedside bedside = Bedside.provisioned(directory)) {
      int start = bedside.stored().mark();
      bedside.startAgent();
      bedside.await(start, event(EventName.SERVER_CONNECTED)); // before, it hears no command
      DemoAuthority hospital = bedside.hospital().authority();
      DemoAuthority strangers =
          DemoAuthority.open(directory.resolve("strangers"), "pump-server", Clock.systemUTC());
      Bytes forged = new SignedDocuments(strangers, Clock.systemUTC()).site(document(9, strangers));
      int mark = bedside.stored().mark();
      assertThat(send(bedside, forged).code()).contains("chain-untrusted");
      assertThat(bedside.await(mark, event(EventName.SITE_PACKAGE_REFUSED)).textOf("signed_sha256"))
          .isEqualTo(EventRecord.hashOf(forged));

      Bytes good = bedside.hospital().documents().site(document(1, hospital));
      mark = bedside.stored().mark();
      assertThat(send(bedside, good).code()).contains("site-package-in-force");
      var told = bedside.await(mark, event(EventName.SITE_PACKAGE_IN_FORCE));
      assertThat(told.event().whole("number")).isEqualTo(1);
      assertThat(told.event().list("signers")).hasSize(2);
      assertThat(told.textOf("signed_sha256")).isEqualTo(EventRecord.hashOf(good));

      mark = bedside.stored().mark();
      bedside.restartHospital();
      bedside.await(mark, event(EventName.SERVER_CONNECTED));
      assertThat(send(bedside, good).code()).contains("site-package-already-in-force");
    }
  }

  private static Reply send(Bedside bedside, Bytes signed) throws Exception {
    return Bedside.answer(
        bedside.hospital().server().request(DemoDocuments.GATEWAY, Verb.EXEC, "site", signed));
  }
}

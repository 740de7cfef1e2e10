// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import static io.pumpbridge.trust.lab.FixedClock.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.command.Command.Verb;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.AnchorFolder;
import io.pumpbridge.trust.clock.SignedTimes;
import io.pumpbridge.trust.files.LocalDisk;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.lab.Authority;
import io.pumpbridge.trust.lab.FixedClock;
import io.pumpbridge.trust.lab.Revocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RevocationListHandlerTest {
  private static final Authority SERVERS = Authority.root("root of servers");
  private static final Authority SIGNERS = Authority.root("root of signers");

  private static final FixedClock CLOCK = new FixedClock();

  @TempDir Path folder;
  private RevocationListHandler handler;

  @BeforeEach
  void open() {
    handler =
        new RevocationListHandler(
            new ListShelf(new StateFolder(folder, new LocalDisk())),
            List.of(
                new AnchorFolder(folder.resolve("server")),
                new AnchorFolder(folder.resolve("signers"))),
            CLOCK,
            SignedTimes.ignoredBy(CLOCK));
  }

  private Answer ask(Verb verb, Authority issuer) {
    String list = new Revocation(NOW.minusSeconds(60), NOW.plusSeconds(60)).list(issuer);
    Bytes body = Bytes.of(Base64.getDecoder().decode(list));
    return handler.handle(new Command("1", verb, handler.resource(), body));
  }

  private static String code(Answer answer) throws Exception {
    return answer.body().text("code");
  }

  @Test
  void aListOfEitherKindOfAuthorityIsHeld() throws Exception {
    SERVERS.anchorIn(folder.resolve("server"));
    SIGNERS.anchorIn(folder.resolve("signers"));
    for (Authority issuer : List.of(SERVERS, SIGNERS)) {
      Answer answer = ask(Verb.EXEC, issuer);
      assertThat(answer.status()).isEqualTo(Answer.Status.OK);
      assertThat(code(answer)).isEqualTo("revocation-list-held");
    }
  }

  /** As a gateway is that was just enrolled: nobody's signature counts yet. */
  @Test
  void whereThereAreNoSignersTheServersListsAreTaken() throws Exception {
    SERVERS.anchorIn(folder.resolve("server"));
    assertThat(code(ask(Verb.EXEC, SERVERS))).isEqualTo("revocation-list-held");
    assertThat(code(ask(Verb.EXEC, SIGNERS))).isEqualTo("revocation-list-untrusted");
    Files.createDirectories(folder.resolve("signers"));
    Files.writeString(folder.resolve("signers/odd.pem"), "odd");
    assertThat(code(ask(Verb.EXEC, SERVERS))).isEqualTo("anchors-unreadable");
  }

  @Test
  void whatIsRefusedSaysWhy() throws Exception {
    assertThat(code(ask(Verb.GET, SERVERS))).isEqualTo("verb-not-supported");
    assertThat(code(ask(Verb.EXEC, SERVERS))).isEqualTo("no-anchors");
    SERVERS.anchorIn(folder.resolve("server"));
    SERVERS.anchorIn(folder.resolve("signers"));
    Answer answer = ask(Verb.EXEC, SIGNERS);
    assertThat(answer.status()).isEqualTo(Answer.Status.BAD_REQUEST);
    assertThat(code(answer)).isEqualTo("revocation-list-untrusted");
    assertThat(answer.body().text("reason")).endsWith(".");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import static io.pumpbridge.runtime.demo.Bedside.event;
import static io.pumpbridge.runtime.demo.Bedside.linkIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.event.Lane;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignerRole;
import io.pumpbridge.pumpserver.authority.DemoAuthority;
import io.pumpbridge.pumpserver.authority.Identity;
import io.pumpbridge.pumpserver.server.Reply;
import io.pumpbridge.pumpserver.signing.CmsSigner;
import io.pumpbridge.pumpserver.signing.SignedDocuments;
import io.pumpbridge.pumpserver.signing.StreamPosition;
import io.pumpbridge.runtime.Awaiting;
import io.pumpbridge.runtime.demo.Bedside.Bed;
import io.pumpbridge.runtime.demo.StoredEvents.Stored;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What comes in by the door for the server, with real signatures, against the real shelf and the
 * real journal: what is not right in everything is refused, recorded, and changes nothing.
 */
class AttackIT {
  private static final Duration LONG = Duration.ofHours(13); // an association lives for twelve

  @TempDir private static Path directory;
  private static Bedside bedside;
  private static ShippedAgent agent;
  private static SignedDocuments documents;
  private static Bed bed;

  @BeforeAll
  static void aPumpInfuses() throws Exception {
    bedside = Bedside.provisioned(directory);
    agent = bedside.startAgent();
    documents = bedside.hospital().documents();
    bed = bedside.infusing();
  }

  @AfterAll
  static void everythingEnds() throws Exception {
    bedside.close();
  }

  @AfterEach
  void theServerHasEverythingOnceAndInOrder() throws Exception {
    Awaiting.until(
        "everything is confirmed",
        () -> agent.held().values().stream().allMatch(held -> held == 0));
    assertThat(bedside.hospital().server().verifyCompleteness().faults()).isEmpty();
  }

  /** Something to be refused, and by which check. */
  private record Attack(String how, Bytes bytes, String code) {
    String id() {
      return how.replace(' ', '-');
    }
  }

  @Test
  void aLibraryThatIsNotRightInEverythingStaysOut() throws Exception {
    long version = bedside.putLibraryInForce();
    Bytes next = DemoDocuments.library(version + 1);
    Bytes good = documents.library(next);
    List<Attack> attacks =
        List.of(
            new Attack("flipped at the beginning", flipped(good, 0), "malformed"),
            new Attack(
                "flipped in the middle", // of what, depends on how long the signatures happen to be
                flipped(good, good.length() / 2),
                "malformed|chain-untrusted|signature-invalid"),
            new Attack("flipped at the end", flipped(good, good.length() - 1), "signature-invalid"),
            new Attack("flipped in a limit", DemoDocuments.flipped(good), "signature-invalid"),
            new Attack("cut short", Bytes.of(good.toArray(), 0, good.length() - 1), "malformed"),
            new Attack(
                "of its author only", documents.libraryWithoutApprover(next), "role-missing"),
            new Attack(
                "of its author twice",
                documents.librarySignedTwiceByItsAuthor(next),
                "same-signer"),
            new Attack(
                "of its approver only", signed(next, SignerRole.LIBRARY_APPROVER), "role-missing"),
            new Attack(
                "of others",
                signed(next, SignerRole.ORDER_SYSTEM, SignerRole.PUMP_SERVER),
                "role-missing"),
            new Attack("of strangers", strangers().library(next), "chain-untrusted"),
            new Attack(
                "older",
                documents.library(DemoDocuments.library(version - 1)),
                "library-not-newer"),
            new Attack(
                "changed without a new version",
                documents.library(changed(DemoDocuments.library(version), "\"0.5\"", "\"0.6\"")),
                "library-version-reused"),
            new Attack(
                "for another hospital",
                documents.library(changed(next, DemoDocuments.HOSPITAL, "other-hospital")),
                "library-other-hospital"),
            new Attack(
                "no JSON",
                documents.library(Bytes.of("{", StandardCharsets.UTF_8)),
                "library-malformed"),
            new Attack("large and nonsense", Bytes.of(new byte[Command.MAX_BODY]), "malformed"));
    for (Attack attack : attacks) {
      assertRefused(attack, EventName.LIBRARY_REFUSED, bedside::sendLibrary);
    }
    Bytes tooLarge = Bytes.of(new byte[Command.MAX_BODY + 1]);
    assertRefused(
        new Attack("too large", tooLarge, "too-large"),
        EventName.COMMAND_REFUSED,
        bedside::sendLibrary);
    assertThat(bedside.status().whole("library_version")).isEqualTo(version);
    assertThat(bedside.sendLibrary(good).isAccepted()).as("the good one").isTrue();
  }

  @Test
  void anAssociationThatIsNotRightInEverythingStaysOut() throws Exception {
    Bytes held = bedside.association(bed);
    assertThat(bedside.sendAssociation(held).code()).contains("association-held");
    Instant now = Instant.now();
    Bytes next = DemoDocuments.association(bed.serial(), now);
    List<Attack> attacks =
        List.of(
            new Attack(
                "for another gateway",
                documents.association(changed(next, DemoDocuments.GATEWAY, "other-gateway")),
                "association-other-gateway"),
            new Attack(
                "for another hospital",
                documents.association(changed(next, DemoDocuments.HOSPITAL, "other-hospital")),
                "association-other-hospital"),
            new Attack("expired", association(now.minus(LONG)), "association-expired"),
            new Attack(
                "replayed, older", association(now.minusSeconds(60)), "association-not-newer"),
            new Attack("of tomorrow", association(now.plus(LONG)), "association-from-future"),
            new Attack("of another role", signed(next, SignerRole.PUMP_SERVER), "role-missing"),
            new Attack("of strangers", strangers().association(next), "chain-untrusted"));
    for (Attack attack : attacks) {
      assertRefused(attack, EventName.ASSOCIATION_REFUSED, bedside::sendAssociation);
    }
    assertThat(bedside.sendAssociation(held).code()).contains("association-already-held");
  }

  private interface Sending {
    Reply send(Bytes signed) throws Exception;
  }

  /** The sender is told why, and so is the record. */
  private static void assertRefused(Attack attack, EventName recorded, Sending sending)
      throws Exception {
    int mark = bedside.stored().mark();
    Reply reply = sending.send(attack.bytes());
    assertThat(reply.isAccepted()).as(attack.how()).isFalse();
    assertThat(reply.code().orElse("")).as(attack.how()).matches(attack.code());
    String code = reply.code().orElseThrow();
    bedside.await(mark, event(recorded).and(event -> event.textOf("code").equals(code)));
  }

  /**
   * Two of them are signed with the server's own key, as a server that was taken over could do it:
   * to the gateway they prove that it was set back. It begins a new epoch, once, tells there again
   * what the server pretends to have otherwise, and keeps everything.
   */
  @Test
  void aWrongConfirmationLetsNothingGo() throws Exception {
    int mark = bedside.stored().mark();
    bedside.hospital().server().stop();
    bed.pump().atPanel((panel, nowMs) -> panel.disengageDrive(nowMs));
    List<Attack> attacks;
    try (RogueServer rogue = new RogueServer(bedside.hospital())) {
      Awaiting.until("an alarm waits", () -> agent.held().get(Lane.ALARM) > 0);
      Map<Lane, Long> before = agent.held();
      attacks = wrongConfirmations(agent.newest(Lane.ALARM));
      for (Attack attack : attacks) {
        RogueServer.Reply reply = rogue.ask(attack.id(), "PUT/confirmation", attack.bytes());
        assertThat(reply.body())
            .as(attack.how())
            .contains("\"accepted\":false", "\"code\":\"" + attack.code() + "\"");
      }
      Map<Lane, Long> after = agent.held();
      before.forEach(
          (lane, held) ->
              assertThat(after.get(lane)).as(lane + " held").isGreaterThanOrEqualTo(held));
    }
    bedside.restartHospital();
    bedside.await(mark, event(EventName.ALARM, bed));
    for (Attack attack : attacks) {
      Stored refused =
          bedside.await(
              mark,
              event(EventName.COMMAND_REFUSED)
                  .and(refusal -> refusal.textOf("request_id").equals(attack.id())));
      assertThat(refused.textOf("code")).isEqualTo(attack.code());
    }
    assertThat(bedside.stored().since(mark))
        .filteredOn(event(EventName.JOURNAL_GAP))
        .filteredOn(gap -> gap.textOf("reason").equals("store-restored"))
        .hasSize(1);
    bed.pump().atPanel((panel, nowMs) -> panel.clearAlarm(nowMs));
  }

  private static List<Attack> wrongConfirmations(StreamPosition newest) throws Exception {
    Bytes right = documents.confirmation(DemoDocuments.GATEWAY, List.of(newest));
    Bytes content =
        Bytes.of((byte[]) new CMSSignedData(right.toArray()).getSignedContent().getContent());
    StreamPosition otherHash =
        new StreamPosition(newest.stream(), newest.sequence(), EventRecord.FIRST_PREVIOUS);
    StreamPosition notYet =
        new StreamPosition(newest.stream(), newest.sequence() + 1, newest.hash());
    return List.of(
        new Attack(
            "forged",
            strangers().confirmation(DemoDocuments.GATEWAY, List.of(newest)),
            "chain-untrusted"),
        new Attack("broken", flipped(right, right.length() - 1), "signature-invalid"),
        new Attack("of another role", signed(content, SignerRole.ORDER_SYSTEM), "role-missing"),
        new Attack(
            "for another gateway",
            documents.confirmation("other-gateway", List.of(newest)),
            "wrong-gateway"),
        new Attack(
            "of what is not there yet",
            documents.confirmation(DemoDocuments.GATEWAY, List.of(notYet)),
            "wrong-confirmation"),
        new Attack(
            "with another hash",
            documents.confirmation(DemoDocuments.GATEWAY, List.of(otherHash)),
            "wrong-confirmation"));
  }

  @Test
  void aRestartForgetsNeitherLibraryNorAssociation() throws Exception {
    long version = bedside.putLibraryInForce();
    Bytes held = bedside.association(bed);
    assertThat(bedside.sendAssociation(held).code()).contains("association-held");
    int mark = bedside.stored().mark();
    restartAgent();
    bedside.await(mark, linkIs(bed, "connected"));
    assertThat(bedside.status().whole("library_version")).isEqualTo(version);
    Bytes older = documents.library(DemoDocuments.library(version - 1));
    assertRefused(
        new Attack("older", older, "library-not-newer"),
        EventName.LIBRARY_REFUSED,
        bedside::sendLibrary);
    assertThat(bedside.sendAssociation(held).code()).contains("association-already-held");
  }

  @Test
  void aRequestIsCarriedOutOnceHoweverOftenItComes() throws Exception {
    long version = bedside.putLibraryInForce();
    Bytes next = documents.library(DemoDocuments.library(version + 1));
    int mark = bedside.stored().mark();
    bedside.hospital().server().stop();
    try (RogueServer rogue = new RogueServer(bedside.hospital())) {
      RogueServer.Reply first = rogue.ask("once", "EXEC/library", next);
      assertThat(first.body()).contains("\"accepted\":true");
      assertThat(rogue.ask("once", "EXEC/library", next)).isEqualTo(first);
      assertThat(rogue.ask("once", "EXEC/association", bedside.association(bed)).body())
          .contains("request-id-reused");
      restartAgent();
      rogue.awaitBirth();
      assertThat(rogue.ask("once", "EXEC/library", next)).isEqualTo(first);
    }
    bedside.restartHospital();
    bedside.await(
        mark, event(EventName.COMMAND_REFUSED).and(e -> e.textOf("request_id").equals("once")));
    theServerHasEverythingOnceAndInOrder();
    assertThat(bedside.stored().since(mark))
        .filteredOn(event(EventName.LIBRARY_RECEIVED))
        .singleElement()
        .extracting(received -> received.textOf("signed_sha256"))
        .isEqualTo(EventRecord.hashOf(next));
  }

  private static void restartAgent() throws Exception {
    bedside.stopAgent();
    agent = bedside.startAgent();
  }

  // Documents, right in all but one thing

  private static Bytes association(Instant issued) throws Exception {
    return documents.association(DemoDocuments.association(bed.serial(), issued));
  }

  private static Bytes signed(Bytes json, SignerRole... roles) throws Exception {
    List<Identity> signers = Stream.of(roles).map(bedside.hospital().authority()::signer).toList();
    return CmsSigner.sign(json, signers, Instant.now());
  }

  /** People of the same names, certified by a root that is not the hospital's. */
  private static SignedDocuments strangers() throws Exception {
    Clock clock = Clock.systemUTC();
    return new SignedDocuments(
        DemoAuthority.open(directory.resolve("strangers"), "pump-server", clock), clock);
  }

  private static Bytes changed(Bytes json, String from, String to) {
    String text = json.toText(StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    return Bytes.of(text.replace(from, to), StandardCharsets.UTF_8);
  }

  private static Bytes flipped(Bytes bytes, int place) {
    byte[] changed = bytes.toArray();
    changed[place] ^= 1;
    return Bytes.of(changed);
  }
}

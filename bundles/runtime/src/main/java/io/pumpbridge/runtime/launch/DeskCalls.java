// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * What a running agent can be asked that has one answer, and is done when it is given. Nothing here
 * gives more than a command without an agent could have: who asks is the agent's own user.
 */
final class DeskCalls {
  private static final String JOURNAL = "io.pumpbridge.model.journal.RunningJournal";

  private interface Asking {
    Object ask() throws LaunchException;
  }

  private final Desk desk;
  private final BridgeFramework bridge;
  private final DeskSocket.Saving saving;

  /** A journal is read for one at a time: each takes its share of a small processor. */
  private final Semaphore journal = new Semaphore(1);

  DeskCalls(BridgeFramework bridge, DeskSocket.Saving saving) {
    this.bridge = bridge;
    this.desk = new Desk(bridge);
    this.saving = saving;
  }

  /** Answers, if it knows the call. */
  void answer(SocketChannel client, Map<String, Object> question)
      throws IOException, LaunchException {
    switch (String.valueOf(question.get("call"))) {
      case "list" -> DeskLines.answer(client, String.valueOf(desk.call(DeskSocket.PUMPS, "list")));
      case "backup" -> DeskLines.answer(client, backup());
      case "trust-show" ->
          DeskLines.answer(client, Answers.map(desk.call(GatewayTrust.PORT, "showTrust")));
      case "site-show" ->
          DeskLines.answer(client, Answers.map(desk.call(GatewaySite.PORT, "showSite")));
      case "site-install" -> DeskLines.answer(client, Answers.map(installSite(question)));
      case "library-status" ->
          DeskLines.answer(client, Answers.map(desk.call(GatewayLibrary.PORT, "status")));
      case "renew" -> DeskLines.answer(client, renew());
      case "clock" -> DeskLines.answer(client, clock(question));
      case "request" -> DeskLines.answer(client, request());
      case "install" -> DeskLines.answer(client, install(question));
      case "token-keys" -> DeskLines.answer(client, tokenKeys());
      case "journal-statistics" ->
          DeskLines.answer(client, orRefusal(() -> desk.call(JOURNAL, "statistics")));
      case "journal" -> journal(client);
      default -> DeskLines.answer(client, refused("unknown call"));
    }
  }

  static Map<String, Object> refused(String reason) {
    return Map.of("what", "refused", "reason", reason);
  }

  private static String text(Map<String, Object> question, String name) {
    return String.valueOf(question.getOrDefault(name, ""));
  }

  /** What is refused is said to whoever asked, with the port's own code. */
  private static Map<String, Object> orRefusal(Asking asking) {
    try {
      return Answers.map(asking.ask());
    } catch (LaunchException refused) {
      return refusal(refused);
    }
  }

  private static Map<String, Object> refusal(LaunchException refused) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("code", refused.code());
    answer.put("reason", refused.problems().get(0));
    return answer;
  }

  private Object installSite(Map<String, Object> question) throws IOException, LaunchException {
    try {
      byte[] signed = Base64.getDecoder().decode(text(question, "signed"));
      return desk.call(GatewaySite.PORT, "installSite", signed, text(question, "code"));
    } catch (IllegalArgumentException e) {
      throw new IOException("the question holds no base64", e);
    }
  }

  /**
   * It takes no argument, and asks only the configured server: who asks cannot lead it elsewhere.
   */
  private Map<String, Object> renew() {
    try {
      return GatewayEnrolment.ask(desk, "renew");
    } catch (LaunchException refused) {
      return Map.of("refused", refused.code(), "reason", String.valueOf(refused.getMessage()));
    }
  }

  private Map<String, Object> clock(Map<String, Object> question) {
    return orRefusal(
        () ->
            "reset".equals(question.get("method"))
                ? desk.call(GatewayClock.PORT, "reset", text(question, "to"), text(question, "why"))
                : desk.call(GatewayClock.PORT, "show"));
  }

  private Map<String, Object> request() {
    return orRefusal(() -> Map.of("request", desk.call(GatewayProvisioning.PORT, "request")));
  }

  /** It proves itself: it must be for a key that is here, and lead to an anchor that is here. */
  private Map<String, Object> install(Map<String, Object> question) {
    return orRefusal(
        () -> {
          desk.call(GatewayProvisioning.PORT, "install", text(question, "certificate"));
          return Map.of("done", true);
        });
  }

  /** Only their names; whether a decommission could destroy them. */
  private Map<String, Object> tokenKeys() {
    return orRefusal(() -> Map.of("keys", new Farewell(bridge).keysInToken()));
  }

  private Map<String, Object> backup() {
    return orRefusal(() -> saving.backup(new Farewell(bridge)).answer());
  }

  private void journal(SocketChannel client) throws IOException {
    if (!journal.tryAcquire()) {
      DeskLines.answer(client, refused("somebody reads the journal already"));
      return;
    }
    try {
      Consumer<String> lines = line -> sayOrStop(client, line);
      desk.call(JOURNAL, "tell", lines);
      sayOrStop(client, "{\"what\":\"end\"}");
    } catch (LaunchException refused) {
      DeskLines.answer(
          client, refused("The journal cannot be read: " + refused.getMessage() + "."));
    } catch (UncheckedIOException left) {
      throw new IOException("whoever read the journal has left", left);
    } finally {
      journal.release();
    }
  }

  private static void sayOrStop(SocketChannel client, String line) {
    try {
      DeskLines.answer(client, line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

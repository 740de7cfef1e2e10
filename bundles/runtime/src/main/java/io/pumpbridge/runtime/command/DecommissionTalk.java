// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.Certificates;
import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.wipe.Decommission;
import io.pumpbridge.runtime.wipe.Elsewhere;
import io.pumpbridge.runtime.wipe.Inventory.Kind;
import io.pumpbridge.runtime.wipe.Mark;
import io.pumpbridge.runtime.wipe.Receipt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What {@code decommission} says and asks: sentences for people, a JSON object a line otherwise.
 */
final class DecommissionTalk {
  /** An answer is an id or a word. */
  private static final int MAX_ANSWER = 200;

  private final CommandSpec spec;
  private final Answering answering;

  DecommissionTalk(CommandSpec spec, boolean json) {
    this.spec = spec;
    this.answering = new Answering(spec, json);
  }

  void say(String sentence) {
    answering.say(sentence);
  }

  void elsewhere(Path folder) {
    say(folder + " is not in the configuration directory and stays as it is.");
  }

  /** Reads one line; the end of the input is an empty answer. */
  String ask(String question) throws LaunchException {
    PrintWriter err = spec.commandLine().getErr();
    err.print(question);
    err.flush();
    StringBuilder answer = new StringBuilder();
    try {
      int octet = System.in.read();
      while (octet >= 0 && octet != '\n' && answer.length() < MAX_ANSWER) {
        answer.append((char) octet);
        octet = System.in.read();
      }
      return answer.toString().strip();
    } catch (IOException e) {
      throw new LaunchException(
          Fault.USAGE, "not-confirmed", "Nothing was wiped: no answer can be read: " + e + ".");
    }
  }

  boolean wantsDrain() throws LaunchException {
    String answer = ask("Give the last records to the server first? [Y/n] ");
    return !answer.toLowerCase(Locale.ROOT).startsWith("n");
  }

  void progress(Map<String, Object> standing) {
    answering.tell(
        standing,
        told ->
            List.of(told.get("undelivered") + " records are still to be confirmed by the server."));
  }

  /**
   * @return the exit code
   */
  int done(Mark mark, Decommission.Done done) {
    answering.give(asObject(mark, done));
    tell(mark, done);
    return done.token().leavesSomething() ? 1 : 0;
  }

  private void tell(Mark mark, Decommission.Done done) {
    done.receipt().ifPresent(file -> say("The signed receipt is " + file + "."));
    if (mark.receipt().isPresent() && done.receipt().isEmpty()) {
      say("The receipt was taken back: it promised that the token's keys are destroyed.");
    }
    List<Map<String, Object>> certificates = Certificates.of(done.who());
    certificates.forEach(one -> say(Certificates.sentence(one)));
    if (certificates.isEmpty()) {
      say(
          "Revoke this gateway's certificate; its serial number is in the receipt, if there is one.");
    }
    tell(done.token());
    if (done.lost() > 0) {
      say(done.lost() + " records that no server has confirmed are lost.");
    }
    say(
        "Wiped: "
            + done.wiped().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey().words() + " (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "))
            + ". Pumps go on as they were.");
    say(
        "Flash memory may keep old cells until it erases them: whoever must be sure destroys the"
            + " medium or erases it with its own command.");
  }

  private void tell(Elsewhere.Plan token) {
    if (!token.destroys().isEmpty()) {
      say("Destroyed in the token: " + String.join(", ", token.destroys()) + ".");
    }
    if (token.leavesSomething()) {
      say(
          "NOT destroyed, the token could not be reached: "
              + (token.leaves().isEmpty() ? "whatever it holds" : String.join(", ", token.leaves()))
              + ". Destroy the token, or delete them with its own tool; CKA_ID is the name.");
    }
  }

  private static Map<String, Object> asObject(Mark mark, Decommission.Done done) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("what", "decommissioned");
    for (String field : new String[] {"gateway", "hospital", "serial", "sha256", "issuer"}) {
      if (done.who().containsKey(field)) {
        object.put(field, done.who().get(field));
      }
    }
    object.put("certificates", Certificates.of(done.who()));
    if (!done.token().isNothing()) {
      object.put("token", Receipt.token(done.token()));
    }
    done.receipt().ifPresent(file -> object.put("receipt", file.toString()));
    object.put("drain", mark.drain());
    object.put("lost", done.lost());
    Map<String, Object> wiped = new LinkedHashMap<>();
    for (Map.Entry<Kind, Integer> entry : done.wiped().entrySet()) {
      wiped.put(entry.getKey().words().replace(' ', '_'), entry.getValue());
    }
    object.put("wiped", wiped);
    return object;
  }
}

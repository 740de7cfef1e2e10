// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.command;

import io.pumpbridge.runtime.launch.LaunchException;
import io.pumpbridge.runtime.launch.LaunchException.Fault;
import io.pumpbridge.runtime.wipe.Preparation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What may be said to {@code decommission}. */
@Command
final class DecommissionOptions {
  private static final int MAX_NAME = 64;
  private static final int MAX_REASON = 200;

  /** A day of backlog drains in minutes; whoever waits longer says so. */
  private static final int DEFAULT_DRAIN_S = 300;

  private static final int MAX_DRAIN_S = 86_400;

  @Option(
      names = "--receipt",
      paramLabel = "FILE",
      description = "Where the signed receipt is written; outside of what is wiped.")
  Optional<Path> receipt = Optional.empty();

  @Option(
      names = "--no-receipt",
      description =
          "Wipe without a receipt and without looking into the journal: for a gateway that has no"
              + " usable key.")
  boolean withoutReceipt;

  @Option(
      names = "--yes-wipe",
      paramLabel = "GATEWAY_ID",
      description = "Confirm without being asked; another id than this gateway's wipes nothing.")
  Optional<String> confirmed = Optional.empty();

  @Option(names = "--no-drain", description = "Do not try to deliver the last records.")
  boolean noDrain;

  @Option(
      names = "--drain-limit",
      paramLabel = "SECONDS",
      description = "How long to wait for the server, 1 to 86400 (default: ${DEFAULT-VALUE}).")
  private int drainLimitS = DEFAULT_DRAIN_S;

  @Option(
      names = "--lose-undelivered",
      description = "Wipe records that the server has not confirmed; they are lost for good.")
  boolean loseUndelivered;

  @Option(
      names = "--leave-unknown",
      description = "Leave files that are not this product's where they are, and go on.")
  boolean leaveUnknown;

  @Option(
      names = "--leave-token-keys",
      description =
          "Go on although keys in a token cannot be destroyed; they are named, exit code 1.")
  boolean leaveTokenKeys;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who decommissions it (default: the user who calls).")
  private String by = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why; in the receipt and in the event. Never a patient's name.")
  private String reason = "";

  Duration drainLimit() throws LaunchException {
    if (drainLimitS < 1 || drainLimitS > MAX_DRAIN_S) {
      throw wrong("--drain-limit must be 1 to " + MAX_DRAIN_S + " seconds.");
    }
    return Duration.ofSeconds(drainLimitS);
  }

  /** The one asked for, if it can be written. */
  Optional<Path> receipt(Path state, Path config) throws LaunchException {
    if (receipt.isPresent() == withoutReceipt) {
      throw wrong(
          "Say where the signed receipt is to be written with --receipt FILE; only for a gateway"
              + " without a usable key say --no-receipt instead.");
    }
    return withoutReceipt
        ? Optional.empty()
        : Optional.of(Preparation.receipt(receipt.get(), state, config, Optional.empty()));
  }

  /** The person behind {@code sudo} rather than root. */
  String by() throws LaunchException {
    String caller =
        Optional.ofNullable(System.getenv("SUDO_USER")).orElse(System.getProperty("user.name", ""));
    return printable("--by", by.isEmpty() ? caller : by, MAX_NAME);
  }

  String reason() throws LaunchException {
    return printable("--reason", reason, MAX_REASON);
  }

  private static String printable(String option, String text, int most) throws LaunchException {
    if (text.length() > most || text.chars().anyMatch(Character::isISOControl)) {
      throw wrong(option + " must be at most " + most + " printable characters.");
    }
    return text;
  }

  private static LaunchException wrong(String sentence) {
    return new LaunchException(Fault.USAGE, "usage", sentence);
  }
}

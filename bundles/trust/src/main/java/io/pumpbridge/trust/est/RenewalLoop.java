// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.audit.AuditTrail;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.time.TrustedClock;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.est.Renewals.Told;
import io.pumpbridge.trust.keys.KeyVault;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews by itself: the thread around {@link Renewals}. A thread of its own, because an exchange
 * may take minutes. Whatever goes wrong in one turn, the next one comes.
 */
public final class RenewalLoop implements AutoCloseable {
  /** Commands that only need keys are gone by then, and a crash loop asks once in that time. */
  static final Duration FIRST_LOOK = Duration.ofMinutes(2);

  static final String PENDING = "est-pending";
  static final String WAITS = "The EST server waits for somebody to approve the certificate.";

  private static final Logger log = LoggerFactory.getLogger(RenewalLoop.class);

  private final EstEnrolment enrolment;
  private final RenewalSettings settings;
  private final KeyVault vault;
  private final TrustedClock clock;
  private final AuditTrail audit;
  private final ScheduledExecutorService thread;
  private final RenewalNotes notes;

  /** The trail could not take the last word on the coming end. */
  private final AtomicBoolean unheard = new AtomicBoolean();

  private volatile Renewals renewals;

  public RenewalLoop(
      EstEnrolment enrolment,
      RenewalSettings settings,
      EstEnrolment.Ground ground,
      AuditTrail audit) {
    this.enrolment = enrolment;
    this.settings = settings;
    this.vault = ground.vault();
    this.clock = ground.clock();
    this.audit = audit;
    this.notes = ground.notes();
    this.renewals = Renewals.begin(ground.gateway().id(), settings.grace(), notes.told());
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread worker = new Thread(task, "pump-bridge renewal");
              worker.setDaemon(true);
              return worker;
            });
  }

  public void start() {
    schedule(FIRST_LOOK);
  }

  private void schedule(Duration pause) {
    try {
      var unused = thread.schedule(this::run, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      log.debug("renewal has ended");
    }
  }

  private void run() {
    Duration pause = Renewals.LOOK;
    try {
      pause = turn();
    } catch (RuntimeException bug) {
      log.error("a renewal went wrong and will be tried again", bug);
    } finally {
      schedule(pause);
    }
  }

  /** One look, and what follows from it. */
  Duration turn() {
    Optional<Identity> present = find();
    if (present.isEmpty()) {
      return Renewals.LOOK;
    }
    Life life = Life.of(present.get().leaf());
    if (unheard.compareAndSet(true, false)) {
      renewals = renewals.havingTold(Optional.empty());
    }
    Renewals.Step step = renewals.look(life, clock.read());
    renewals = step.next();
    step.tell().ifPresent(told -> tellEnd(life, told));
    if (!step.renew() || settings.server().isEmpty()) {
      return step.pause();
    }
    renew(life);
    return renewals.look(life, clock.read()).pause();
  }

  private Optional<Identity> find() {
    try {
      return vault.find();
    } catch (TrustException damaged) {
      log.debug("no renewal: health says what is wrong with the keys", damaged);
      return Optional.empty();
    }
  }

  private void renew(Life life) {
    try {
      Outcome outcome = enrolment.renewNow();
      if (outcome instanceof Outcome.Installed installed) {
        renewals = renewals.succeeded(clock.read());
        log.info("renewed the certificate ends={}", Life.of(installed.leaf()).ends());
      } else if (outcome instanceof Outcome.Pending pending) {
        renewals = renewals.pending(clock.read(), pending.pause());
        tellFailure(PENDING, WAITS);
      } else if (outcome instanceof Outcome.Refused refused) {
        failed(life, refused.why(), refused.pause());
      }
    } catch (TrustException e) {
      failed(life, e, Optional.empty());
    }
  }

  private void failed(Life life, TrustException why, Optional<Duration> asked) {
    renewals = renewals.failed(life, clock.read(), asked);
    tellFailure(why.code(), String.valueOf(why.getMessage()));
  }

  private void tellFailure(String code, String reason) {
    log.warn("no new certificate yet code={} reason={}", code, reason);
    audit.refuse(
        Event.of(
            EventName.RENEWAL_FAILED,
            Fields.builder().put("code", code).put("reason", reason).build()));
  }

  /** Noted once the trail has it for good: after a crash in between it is told twice. */
  private void tellEnd(Life life, Told told) {
    log.warn("the certificate ends days_left={} ends={}", told.daysLeft(), life.ends());
    var unused =
        audit
            .keep(
                Event.of(
                    EventName.CERTIFICATE_ENDS_SOON,
                    Fields.builder()
                        .put("serial", life.serial().toString(16))
                        .put("ends", life.ends())
                        .put("days_left", told.daysLeft())
                        .build()))
            .whenComplete(
                (stored, failure) -> {
                  if (failure == null) {
                    notes.told(told);
                  } else {
                    unheard.set(true);
                  }
                });
  }

  /** When the next attempt will be; empty if there will be none as things stand. */
  public Optional<Instant> nextAttempt() {
    return settings.server().isEmpty()
        ? Optional.empty()
        : find().flatMap(present -> renewals.next(Life.of(present.leaf()), clock.read()));
  }

  /** How the last attempt went, whoever made it. */
  public Optional<RenewalNotes.Attempt> lastAttempt() {
    return notes.last();
  }

  public RenewalSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}

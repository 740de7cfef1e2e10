// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.event;

import io.pumpbridge.model.nomenclature.Mdc;
import java.util.Optional;

/**
 * What can happen. The first group carries IHE PCD names (IPEC, PCD TF-2 Rev 9.0); the code number
 * stands only where a public source verifies it. The rest are the bridge's own.
 */
public enum EventName {
  DELIV_START(Lane.CLINICAL, Mdc.EVT_PUMP_DELIV_START),
  DELIV_STOP(Lane.CLINICAL),
  DELIV_COMP(Lane.CLINICAL, Mdc.EVT_PUMP_DELIV_COMP),
  /** The link between pump and bridge came up or went down. */
  COMM_STATUS_CHANGE(Lane.CLINICAL),
  /**
   * A pump alarm began, goes on or ended ({@code phase} {@code start}, {@code continue}, {@code
   * end}: IHE ACM); the alarm's own code stands in the event.
   */
  ALARM(Lane.ALARM, Mdc.EVT_ALARM),

  /** A pump said who it is, or a different one answered on the same port. */
  PUMP_IDENTIFIED(Lane.CLINICAL),
  /** What runs is outside the limits in force; the bridge advises, the pump goes on. */
  ADVISORY_RAISED(Lane.ALARM),
  ADVISORY_CLEARED(Lane.ALARM),
  /**
   * Whether what was said to stand still does is not known any more: alarms and advisories of this
   * pump's channel, or, without a pump, all of this gateway before this record. It is no end. What
   * stands is said again as soon as it is known. IHE ACM has no phase for it.
   */
  ALERTS_UNKNOWN(Lane.ALARM),
  /** What runs could not be judged, and why. */
  JUDGEMENT_UNAVAILABLE(Lane.CLINICAL),
  ASSOCIATION_ACCEPTED(Lane.CLINICAL),
  ASSOCIATION_REFUSED(Lane.AUDIT),
  ASSOCIATION_DROPPED(Lane.CLINICAL),
  /** A pump was set as ordered and read to hold it; a clinician starts it. */
  ORDER_PROGRAMMED(Lane.CLINICAL),
  /** An order was not carried out, and nothing was written to a pump; says why. */
  ORDER_REFUSED(Lane.CLINICAL),
  /** An order could not be carried out in its time; nothing was written to a pump. */
  ORDER_EXPIRED(Lane.CLINICAL),
  /** A pump was not read to hold what was ordered; somebody must look at it. */
  ORDER_FAILED(Lane.CLINICAL),
  /** A reading, at most every ten seconds or on change. */
  SAMPLE(Lane.TELEMETRY),

  LIBRARY_RECEIVED(Lane.AUDIT),
  LIBRARY_VERIFIED(Lane.AUDIT),
  /** Verified, and stored whole; it counts for nobody yet. */
  LIBRARY_STAGED(Lane.AUDIT),
  /** Each pump takes it as soon as that is safe; says which go on by an older one. */
  LIBRARY_ARMED(Lane.AUDIT),
  /** The bridge judges by it whatever begins now; with a pump and a channel: that one. */
  LIBRARY_IN_FORCE(Lane.AUDIT),
  /** No infusion is judged by it any more. */
  LIBRARY_SUPERSEDED(Lane.AUDIT),
  /** It counts no more for whatever begins, because two people have said so. */
  LIBRARY_WITHDRAWN(Lane.AUDIT),
  /** Two people have said which libraries count no more, or were not believed. */
  LIBRARY_STATEMENT_ACCEPTED(Lane.AUDIT),
  LIBRARY_STATEMENT_REFUSED(Lane.AUDIT),
  LIBRARY_REFUSED(Lane.AUDIT),
  /** A device profile of the site's own counts from now on, or was kept out. */
  DEVICE_PROFILE_ACCEPTED(Lane.AUDIT),
  DEVICE_PROFILE_REFUSED(Lane.AUDIT),
  /** A site package says from now on whom this gateway trusts, or was kept out. */
  SITE_PACKAGE_IN_FORCE(Lane.AUDIT),
  SITE_PACKAGE_REFUSED(Lane.AUDIT),
  COMMAND_REFUSED(Lane.AUDIT),
  SERVER_CONNECTED(Lane.AUDIT),
  SERVER_LOST(Lane.AUDIT),
  /** The server could not be reached, or one of the TLS checks failed; says which. */
  SERVER_REFUSED(Lane.AUDIT),
  BRIDGE_STARTED(Lane.AUDIT),
  BRIDGE_STOPPED(Lane.AUDIT),
  /** The configuration came from a signed backup; says whose, and what changed. */
  CONFIGURATION_RESTORED(Lane.AUDIT),
  /** Everything here will be wiped; names the certificate to revoke. */
  GATEWAY_DECOMMISSIONED(Lane.AUDIT),
  /** It will not be wiped after all, and goes on. */
  DECOMMISSION_ABANDONED(Lane.AUDIT),
  TAMPER_OPENED(Lane.ALARM),
  TAMPER_CLOSED(Lane.AUDIT),
  TAMPER_UNAVAILABLE(Lane.AUDIT),
  CLOCK_CHANGED(Lane.AUDIT),
  /** Settings of a component are other ones than when last seen; says which by name, no values. */
  CONFIGURATION_CHANGED(Lane.AUDIT),
  /** New settings are wrong, so the old ones stay; says why. */
  CONFIGURATION_REFUSED(Lane.AUDIT),
  /** This gateway has another key or certificate than when last seen. */
  IDENTITY_CHANGED(Lane.AUDIT),
  /** This gateway's certificate ends within so many days, or has ended (0). */
  CERTIFICATE_ENDS_SOON(Lane.AUDIT),
  /** An attempt to renew the certificate failed, or waits for approval; says why. */
  RENEWAL_FAILED(Lane.AUDIT),
  /** Whom this gateway trusts is not whom it trusted when last seen; says who came and went. */
  ANCHORS_CHANGED(Lane.AUDIT),
  /** The sealing key goes into escrow with the hospital, anew, or no longer; says for whom. */
  ESCROW_CHANGED(Lane.AUDIT),
  /** The sealing key is not put into escrow as the hospital wants it; says why. */
  ESCROW_REFUSED(Lane.AUDIT),
  /** Something sealed on this gateway does not open any more. */
  SEALED_DATA_DAMAGED(Lane.AUDIT),
  /** The collector of the audit lane took records, and had not before. */
  COLLECTOR_CONNECTED(Lane.AUDIT),
  /** The collector cannot be reached or a TLS check failed; says which. */
  COLLECTOR_REFUSED(Lane.AUDIT),
  /** The case was opened: the audit lane's copy of {@link #TAMPER_OPENED}, which is an alarm. */
  CASE_OPENED(Lane.AUDIT),
  /** Records gave way or could not be read; says which, how many and why. */
  JOURNAL_GAP(Lane.AUDIT),
  /**
   * The gateway's own signature of a {@link #JOURNAL_GAP}, or of a later record; through its chain,
   * of all before it.
   */
  JOURNAL_GAP_SIGNED(Lane.AUDIT),
  /** The gateway's disk is full, so that the journal lives on what it holds; or has room again. */
  JOURNAL_DISK(Lane.AUDIT);

  private final Lane lane;
  private final Optional<Mdc> mdc;

  EventName(Lane lane) {
    this.lane = lane;
    this.mdc = Optional.empty();
  }

  EventName(Lane lane, Mdc mdc) {
    this.lane = lane;
    this.mdc = Optional.of(mdc);
  }

  public Lane lane() {
    return lane;
  }

  public Optional<Mdc> mdc() {
    return mdc;
  }
}

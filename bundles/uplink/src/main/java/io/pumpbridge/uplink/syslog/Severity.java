// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.syslog;

import io.pumpbridge.model.event.EventName;
import java.util.Set;

/** How urgent an act is to whoever watches the collector (RFC 5424, table 2). */
enum Severity {
  /** Somebody should look: a refusal, a loss, a case that was opened. */
  WARNING(4),
  /** Normal, but of weight: what counts on this gateway has changed. */
  NOTICE(5),
  /** For the record. */
  INFORMATIONAL(6);

  private static final Set<EventName> WARNINGS =
      Set.of(
          EventName.ASSOCIATION_REFUSED,
          EventName.LIBRARY_REFUSED,
          EventName.LIBRARY_WITHDRAWN,
          EventName.LIBRARY_STATEMENT_REFUSED,
          EventName.DEVICE_PROFILE_REFUSED,
          EventName.SITE_PACKAGE_REFUSED,
          EventName.CERTIFICATE_ENDS_SOON,
          EventName.RENEWAL_FAILED,
          EventName.COMMAND_REFUSED,
          EventName.SERVER_REFUSED,
          EventName.COLLECTOR_REFUSED,
          EventName.CONFIGURATION_REFUSED,
          EventName.CASE_OPENED,
          EventName.TAMPER_UNAVAILABLE,
          EventName.ESCROW_REFUSED,
          EventName.SEALED_DATA_DAMAGED,
          EventName.JOURNAL_GAP,
          EventName.JOURNAL_DISK);

  private static final Set<EventName> FOR_THE_RECORD =
      Set.of(
          EventName.LIBRARY_RECEIVED,
          EventName.LIBRARY_VERIFIED,
          EventName.LIBRARY_STAGED,
          EventName.LIBRARY_SUPERSEDED,
          EventName.SERVER_CONNECTED,
          EventName.SERVER_LOST,
          EventName.COLLECTOR_CONNECTED);

  private final int code;

  Severity(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Severity of(EventName name) {
    if (WARNINGS.contains(name)) {
      return WARNING;
    }
    return FOR_THE_RECORD.contains(name) ? INFORMATIONAL : NOTICE;
  }

  /**
   * Of a name as it stands in a record; one that this version does not know (it was written by a
   * newer one before a step back) is a notice.
   */
  static Severity ofText(String name) {
    for (EventName known : EventName.values()) {
      if (known.name().equals(name)) {
        return of(known);
      }
    }
    return NOTICE;
  }
}

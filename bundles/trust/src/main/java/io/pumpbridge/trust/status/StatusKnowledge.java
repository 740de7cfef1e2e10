// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.files.StateFolder;
import io.pumpbridge.trust.revocation.Evidence;
import io.pumpbridge.trust.revocation.RevocationRules;
import io.pumpbridge.trust.status.ListFolder.Found;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;

/** What the hospital demands to know of revocation, and what this gateway knows. */
public final class StatusKnowledge {
  private final RevocationRules rules;
  private final ListFolder brought;
  private final ListShelf received;
  private final Staples staples;

  /**
   * @param brought where people put lists
   * @param received where lists are kept that were passed on, and what servers stapled
   */
  public StatusKnowledge(RevocationRules rules, ListFolder brought, StateFolder received) {
    this.rules = rules;
    this.brought = brought;
    this.received = new ListShelf(received);
    this.staples = new Staples(received);
  }

  public RevocationRules rules() {
    return rules;
  }

  /** Takes lists that are passed on. */
  public ListShelf shelf() {
    return received;
  }

  /** All lists, and a sentence for each that cannot be read. */
  public Found lists() {
    Found byPeople = brought.load();
    Found passedOn = received.load();
    List<X509CRL> lists = new ArrayList<>(byPeople.lists());
    lists.addAll(passedOn.lists());
    List<String> unreadable = new ArrayList<>(byPeople.unreadable());
    unreadable.addAll(passedOn.unreadable());
    return new Found(lists, unreadable);
  }

  /** What is known of signers, who staple nothing. */
  public Evidence ofSigners() {
    return new Evidence(lists().lists(), List.of());
  }

  /** What is known of a server, with what it just stapled. */
  public Evidence of(HostName server, List<Bytes> stapled) {
    List<Bytes> responses = new ArrayList<>(stapled);
    responses.addAll(staples.of(server));
    return new Evidence(lists().lists(), responses);
  }

  /** What all servers stapled last. */
  public List<Bytes> keptResponses() {
    return staples.all();
  }

  /** Keeps what a server stapled. */
  public void keep(HostName server, List<Bytes> stapled) {
    staples.keep(server, stapled);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.path;

import java.math.BigInteger;
import java.security.cert.CertPathValidatorException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.jspecify.annotations.Nullable;

/**
 * The valid policy tree of RFC 5280, 6.1, whose clauses stand in the comments. The JDK reckons one
 * too, but takes an initial policy set for granted where a mapping came out of anyPolicy (PKITS
 * 4.10.13.3), and puts no bound to it: such trees can be made to grow exponentially (RFC 9618).
 */
final class PolicyTree {

  /** Real hierarchies have a handful. */
  private static final int MAX_NODES = 1_000;

  private static final String ANY = PolicyExtensions.ANY;

  /** One policy that is valid so far; qualifiers are not kept, since nobody asks for them. */
  private static final class Node {
    private final Node parent;
    private final String policy;
    private Set<String> expected;

    /** The root stands for itself. */
    Node() {
      this.parent = this;
      this.policy = ANY;
      this.expected = Set.of(ANY);
    }

    Node(Node parent, String policy, Set<String> expected) {
      this.parent = parent;
      this.policy = policy;
      this.expected = expected;
    }
  }

  private final PolicyRules rules;
  private final int length;

  /** The nodes of each depth; empty levels mean that there is no tree. */
  private final List<List<Node>> levels = new ArrayList<>();

  private int explicit;
  private int inhibitAny;
  private int mapping;

  private PolicyTree(PolicyRules rules, int length) {
    this.rules = rules;
    this.length = length;
    levels.add(new ArrayList<>(List.of(new Node())));
    explicit = rules.explicit() ? 0 : length + 1;
    inhibitAny = rules.inhibitAny() ? 0 : length + 1;
    mapping = rules.inhibitMapping() ? 0 : length + 1;
  }

  /**
   * Requires that a policy is valid for a path wherever one is asked for.
   *
   * @param path leaf first, without the anchor
   */
  static void requireValid(List<X509Certificate> path, PolicyRules rules)
      throws CertPathValidatorException {
    PolicyTree tree = new PolicyTree(rules, path.size());
    try {
      for (int depth = 1; depth <= path.size(); depth++) {
        tree.process(path.get(path.size() - depth), depth);
      }
      tree.wrapUp(path.get(0));
    } catch (IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | ArithmeticException unreadable) {
      throw new CertPathValidatorException(
          "its policy extensions cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }

  private void process(X509Certificate certificate, int depth) throws CertPathValidatorException {
    Optional<Set<String>> policies = PolicyExtensions.policies(certificate);
    levels.add(new ArrayList<>());
    if (policies.isPresent() && !levels.get(depth - 1).isEmpty()) {
      grow(policies.get(), certificate, depth); // 6.1.3 (d)
      prune(depth);
    } else {
      cut(); // (e)
    }
    requirePolicy(); // (f)
    if (depth < length) {
      prepareForNext(certificate, depth);
    }
  }

  private void grow(Set<String> policies, X509Certificate certificate, int depth)
      throws CertPathValidatorException {
    List<Node> above = List.copyOf(levels.get(depth - 1));
    for (String policy : policies) {
      if (policy.equals(ANY)) {
        continue;
      }
      List<Node> parents = above.stream().filter(n -> n.expected.contains(policy)).toList();
      if (parents.isEmpty()) { // (d) (1) (ii)
        parents = above.stream().filter(n -> n.policy.equals(ANY)).toList();
      }
      for (Node parent : parents) {
        add(new Node(parent, policy, Set.of(policy)), depth);
      }
    }
    boolean anyCounts = inhibitAny > 0 || (depth < length && isSelfIssued(certificate));
    if (policies.contains(ANY) && anyCounts) { // (d) (2)
      for (Node parent : above) {
        for (String policy : parent.expected) {
          boolean there =
              levels.get(depth).stream()
                  .anyMatch(n -> n.parent == parent && n.policy.equals(policy));
          if (!there) {
            add(new Node(parent, policy, Set.of(policy)), depth);
          }
        }
      }
    }
  }

  private void add(Node node, int depth) throws CertPathValidatorException {
    if (levels.stream().mapToInt(List::size).sum() >= MAX_NODES) {
      throw new CertPathValidatorException("its policies grow without bound");
    }
    levels.get(depth).add(node);
  }

  /** (d) (3): nodes above that lead nowhere. */
  private void prune(int depth) {
    for (int level = depth - 1; level >= 0; level--) {
      Set<Node> parents = new HashSet<>();
      levels.get(level + 1).forEach(node -> parents.add(node.parent));
      levels.get(level).removeIf(node -> !parents.contains(node));
    }
  }

  private void cut() {
    levels.forEach(List::clear);
  }

  private boolean isCut() {
    return levels.get(levels.size() - 1).isEmpty();
  }

  private void requirePolicy() throws CertPathValidatorException {
    if (explicit == 0 && isCut()) {
      throw new CertPathValidatorException("no policy is valid for it, and one is asked for");
    }
  }

  private void prepareForNext(X509Certificate certificate, int depth)
      throws CertPathValidatorException {
    map(PolicyExtensions.mappings(certificate), depth); // 6.1.4 (a), (b)
    if (!isSelfIssued(certificate)) { // (h)
      explicit = Math.max(0, explicit - 1);
      mapping = Math.max(0, mapping - 1);
      inhibitAny = Math.max(0, inhibitAny - 1);
    }
    Optional<PolicyConstraints> constraints = PolicyExtensions.constraints(certificate);
    if (constraints.isPresent()) { // (i)
      explicit = least(explicit, constraints.get().getRequireExplicitPolicyMapping());
      mapping = least(mapping, constraints.get().getInhibitPolicyMapping());
    }
    OptionalInt any = PolicyExtensions.inhibitAny(certificate); // (j)
    if (any.isPresent()) {
      inhibitAny = Math.min(inhibitAny, any.getAsInt());
    }
  }

  private static int least(int now, @Nullable BigInteger wanted) {
    return wanted == null ? now : Math.min(now, wanted.intValueExact());
  }

  private void map(Map<String, Set<String>> mappings, int depth) throws CertPathValidatorException {
    for (Map.Entry<String, Set<String>> each : mappings.entrySet()) {
      String from = each.getKey();
      if (from.equals(ANY) || each.getValue().contains(ANY)) {
        throw new CertPathValidatorException("it maps anyPolicy"); // (a)
      }
      List<Node> mapped =
          levels.get(depth).stream().filter(node -> node.policy.equals(from)).toList();
      if (mapping == 0) { // (b) (2)
        levels.get(depth).removeAll(mapped);
        prune(depth);
      } else if (!mapped.isEmpty()) { // (b) (1)
        mapped.forEach(node -> node.expected = each.getValue());
      } else if (levels.get(depth).stream().anyMatch(node -> node.policy.equals(ANY))) {
        for (Node parent : List.copyOf(levels.get(depth - 1))) {
          if (parent.policy.equals(ANY)) {
            add(new Node(parent, from, each.getValue()), depth);
          }
        }
      }
    }
  }

  private void wrapUp(X509Certificate leaf) throws CertPathValidatorException {
    explicit = Math.max(0, explicit - 1); // 6.1.5 (a)
    if (PolicyExtensions.constraints(leaf)
        .map(PolicyConstraints::getRequireExplicitPolicyMapping)
        .filter(wanted -> wanted.signum() == 0)
        .isPresent()) { // (b)
      explicit = 0;
    }
    if (!rules.initial().isEmpty() && !rules.initial().contains(ANY) && !isCut()) {
      intersect(); // (g) (iii)
    }
    requirePolicy();
  }

  private void intersect() throws CertPathValidatorException {
    List<Node> leaves = levels.get(length);
    Optional<Node> anyLeaf = leaves.stream().filter(node -> node.policy.equals(ANY)).findFirst();
    Set<String> valid = new TreeSet<>();
    for (int depth = 1; depth <= length; depth++) {
      for (Node node : List.copyOf(levels.get(depth))) {
        if (!node.parent.policy.equals(ANY)) {
          continue;
        }
        valid.add(node.policy);
        if (!node.policy.equals(ANY) && !rules.initial().contains(node.policy)) {
          remove(node, depth);
        }
      }
    }
    if (anyLeaf.isPresent()) {
      for (String policy : rules.initial()) {
        if (!valid.contains(policy)) {
          add(new Node(anyLeaf.get().parent, policy, Set.of(policy)), length);
        }
      }
      leaves.remove(anyLeaf.get());
    }
    prune(length);
  }

  private void remove(Node node, int depth) {
    levels.get(depth).remove(node);
    if (depth < length) {
      for (Node child : List.copyOf(levels.get(depth + 1))) {
        if (child.parent == node) {
          remove(child, depth + 1);
        }
      }
    }
  }

  private static boolean isSelfIssued(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
  }
}

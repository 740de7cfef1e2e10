// SPDX-License-Identifier: Apache-2.0
/**
 * Whom the hospital trusts, as a file that two of its people signed: the site package. It comes
 * into force by signatures of people whom the package before it (or the anchors' folder) trusts, or
 * the first time by a code that is bound to its bytes; it reaches the fleet by the pump server, who
 * cannot forge one.
 *
 * <p><b>What verifies the stored one?</b> {@code site.p7m} is read and verified at every start, no
 * parsed copy is kept. The anchors that let it in are gone by then, and the certificates of those
 * who signed may have ended since. Two things take their place. Whatever comes into force must hold
 * by its <em>own</em> anchors too ({@link SiteRules}), so it can be verified alone, as of the time
 * it was accepted. That alone proves nothing, for anybody can sign a package that names himself: so
 * {@code site.record}, sealed with this gateway's key, says which bytes were accepted and when. A
 * flipped bit in either is found, and then nobody is trusted until the same bytes are installed
 * again; falling back to older anchors would trust again whom the hospital has dropped. Whoever can
 * write the disk as root and use the sealing key is beyond this, and so is a disk that is put back
 * whole to an earlier day.
 *
 * <p><b>Replacing it.</b> The record first names the new bytes beside the old, then the file is
 * replaced, then the record names the new alone. At each moment, also after a power cut, the file
 * is one that the record names, whole; if it is the new one, it is in force.
 */
@NullMarked
package io.pumpbridge.trust.site;

import org.jspecify.annotations.NullMarked;

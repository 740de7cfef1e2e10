// SPDX-License-Identifier: Apache-2.0
/**
 * Enrolment over secure transport (RFC 7030, clarified by RFC 8951), and when to renew.
 *
 * <p>{@code HttpAnswerReader}, {@code CertsOnly}, {@code CsrAttributes} and {@code RetryAfter} read
 * what a server says, however hostile; {@code EstClient} asks it, one connection a question; {@code
 * EstEnrolment} puts the questions in their order; {@code Renewals} decides when, and is told the
 * time; {@code RenewalLoop} is the thread around it.
 */
@NullMarked
package io.pumpbridge.trust.est;

import org.jspecify.annotations.NullMarked;

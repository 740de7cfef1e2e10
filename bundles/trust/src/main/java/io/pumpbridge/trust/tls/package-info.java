// SPDX-License-Identifier: Apache-2.0
/** TLS that proves both ends before a byte of the application goes out. */
@NullMarked
package io.pumpbridge.trust.tls;

import org.jspecify.annotations.NullMarked;

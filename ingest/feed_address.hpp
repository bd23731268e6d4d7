#pragma once

#include <string>
#include <string_view>

namespace nightjar {

/// A feed's address taken apart, so that what is secret stays out of every message.
struct FeedAddress {
  std::string scheme;    ///< lower case; empty: a path
  std::string user;      ///< percent signs undone
  std::string password;  ///< percent signs undone
  std::string bare;      ///< the address without user and password, fit to be opened
};

/// Takes apart what site files say, also where a password holds `@`, `:` or `/` that should have been written
/// with percent signs.
[[nodiscard]] FeedAddress parse_feed_address(std::string_view address);

/// For logs and messages: scheme, host, port and the beginning of the path. Without user and password, and
/// cut before whatever may carry one (`?`, `#`, `&`, `;`, `=`). A path stays as it is.
[[nodiscard]] std::string public_address(std::string_view address);

/// `%41` undone to `A`; a percent sign that begins no such pair stays.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace nightjar

#include "tools/score/score_error.hpp"

#include <array>

namespace nightjar {

std::string_view heading_of(ErrorKind kind) {
  // In the order of the enumerators.
  static constexpr std::array<std::string_view, kErrorKinds> kHeadings{"Listed vehicles missed",
                                                                       "False hits",
                                                                       "Passes with more than one alert",
                                                                       "Heat missed",
                                                                       "False contacts",
                                                                       "Contacts that changed identity",
                                                                       "Passes not read",
                                                                       "Passes misread",
                                                                       "Reads without a vehicle",
                                                                       "Passes recorded twice"};
  return kHeadings.at(static_cast<std::size_t>(kind));
}

}  // namespace nightjar

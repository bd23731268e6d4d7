#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nightjar {

/// Bytes as text, with the signs + and / and with padding; and back, nullopt for anything else.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> bytes_of_base64(std::string_view text);

}  // namespace nightjar

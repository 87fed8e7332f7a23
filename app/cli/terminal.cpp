// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "terminal.h"

#include <QList>

#include <algorithm>
#include <clocale>
#include <cwchar>

#include <iconv.h>
#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace app::cli
{

namespace
{
constexpr int narrowest = 40; ///< below this, wrapping makes text harder to read, not easier
constexpr int widest = 120; ///< longer lines are hard to follow

int terminalWidth()
{
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 80;
    return std::clamp(int(size.ws_col), narrowest, widest);
}

/// Of the user's locale, as nl_langinfo(3) names it.
QByteArray &codeset()
{
    static QByteArray name;
    return name;
}

bool isUnicode()
{
    return codeset().compare("UTF-8", Qt::CaseInsensitive) == 0;
}

QByteArray transliterated(const QByteArray &utf8)
{
    const iconv_t converter = iconv_open(QByteArray(codeset() + "//TRANSLIT").constData(), "UTF-8");
    if (converter == iconv_t(-1)) // NOLINT: iconv_open(3) reports failure this way
        return utf8;
    QByteArray out(utf8.size() * 4, Qt::Uninitialized);
    QByteArray in = utf8;
    char *from = in.data();
    char *to = out.data();
    size_t left = in.size();
    size_t room = out.size();
    const bool converted = iconv(converter, &from, &left, &to, &room) != size_t(-1);
    iconv_close(converter);
    out.truncate(to - out.constData());
    return converted ? out : utf8;
}
}

Terminal Terminal::detect()
{
    std::setlocale(LC_CTYPE, "");
    Terminal terminal;
    codeset() = nl_langinfo(CODESET);
    terminal.unicode = isUnicode();
    if (isatty(STDOUT_FILENO)) {
        terminal.width = terminalWidth();
        // https://no-color.org: any value but the empty one turns color off.
        terminal.color = qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
    }
    return terminal;
}

QByteArray encoded(const QString &text)
{
    const QByteArray utf8 = text.toUtf8();
    return isUnicode() ? utf8 : transliterated(utf8);
}

int columns(QStringView text)
{
    int total = 0;
    for (const uint c : text.toUcs4())
        total += std::max(0, wcwidth(wchar_t(c)));
    return total;
}

}

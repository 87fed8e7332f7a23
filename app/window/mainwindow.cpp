// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mainwindow.h"

#include "app/window/details/detailspane.h"
#include "app/window/operation/operationpane.h"
#include "app/window/functions/functionspane.h"
#include "app/window/functions/functiontreemodel.h"
#include "app/window/pages/overviewpane.h"
#include "samples.h"
#include "app/text/devicetext.h"
#include "app/window/pages/xmlpreviewdialog.h"

#include "app/text/steptext.h"
#include "app/map/mapexport.h"
#include "app/map/mapview.h"
#include "core/domain/hostdevxml.h"
#include "core/pci/pciclass.h"
#include "core/snapshot/snapshotjson.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KLocalizedString>
#include <KMessageWidget>
#include <KStandardAction>

#include <QClipboard>
#include <QDockWidget>
#include <QDropEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QSaveFile>
#include <QScreen>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QThreadPool>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace app
{

namespace
{

QString snapshotFilter()
{
    return i18nc("@item:inlistbox file type", "Machine snapshots (*.json)");
}

/// The one local file that is dragged; empty when it is something else.
QString draggedFile(const QMimeData *data)
{
    const auto urls = data->urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

core::Error writeError(const QString &path, const QString &why)
{
    return {xi18nc("@info", "<filename>%1</filename> could not be written.", path), why, i18nc("@info", "Choose another place.")};
}

}

MainWindow::MainWindow(const QString &sysroot, QWidget *parent)
    : KXmlGuiWindow(parent)
    , m_controller(new SnapshotController(sysroot, this))
    , m_model(new FunctionTreeModel(this))
    , m_map(new MapView(this))
    , m_functions(new FunctionsPane(m_model, this))
    , m_side(new QStackedWidget(this))
    , m_overview(new OverviewPane(this))
    , m_details(new DetailsPane(this))
    , m_operations(new OperationController(m_controller, this))
    , m_operation(new OperationPane(this))
    , m_sourceMessage(new KMessageWidget(this))
    , m_operationMessage(new KMessageWidget(this))
    , m_errorMessage(new KMessageWidget(this))
{
    setupLayout();
    setupActions();
    setupViewActions();
    setupOperations();
    setupSamples();
    setupGUI(QSize(1440, 900).boundedTo(screen()->availableSize()),
             StandardWindowOptions(Default) & ~StandardWindowOptions(StatusBar),
             QStringLiteral("turnoutui.rc"));
    // There is no handbook in the help centre's form.
    if (QAction *handbook = actionCollection()->action(KStandardAction::name(KStandardAction::HelpContents)))
        actionCollection()->removeAction(handbook);
    setAcceptDrops(true);
    m_controller->setMapMetrics(m_map->metrics());

    connect(m_controller, &SnapshotController::loaded, this, &MainWindow::showMachine);
    connect(m_controller, &SnapshotController::failed, this, &MainWindow::showError);
    connect(m_map, &MapView::selectionChanged, this, &MainWindow::select);
    connect(m_functions, &FunctionsPane::selectionChanged, this, &MainWindow::select);
    connect(m_functions, &FunctionsPane::searchChanged, m_map, &MapView::setSearch);
    connect(m_overview, &OverviewPane::functionActivated, this, &MainWindow::select);
    connect(m_details, &DetailsPane::functionActivated, this, &MainWindow::select);
    connect(m_details, &DetailsPane::copyRequested, this, &MainWindow::copyAddress);
    connect(m_details, &DetailsPane::xmlRequested, this, &MainWindow::previewXml);
}

MainWindow::~MainWindow() = default;

void MainWindow::setupLayout()
{
    for (KMessageWidget *message : {m_sourceMessage, m_operationMessage, m_errorMessage}) {
        message->setPosition(KMessageWidget::Header);
        message->setWordWrap(true); // its text alone must not keep the window wide
        message->hide();
    }
    for (KMessageWidget *message : {m_sourceMessage, m_operationMessage}) {
        message->setMessageType(KMessageWidget::Information);
        message->setCloseButtonVisible(false);
    }
    m_errorMessage->setMessageType(KMessageWidget::Error);
    // A file dropped on the map is meant for the window.
    m_map->setAcceptDrops(false);
    m_map->viewport()->setAcceptDrops(false);

    auto *center = new QWidget(this);
    auto *layout = new QVBoxLayout(center);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_sourceMessage);
    layout->addWidget(m_operationMessage);
    layout->addWidget(m_errorMessage);
    layout->addWidget(m_map, 1);
    setCentralWidget(center);
    // On a small screen the docks give way to it.
    center->setMinimumWidth(54 * fontMetrics().averageCharWidth());

    m_side->addWidget(m_overview);
    m_side->addWidget(m_details);
    m_side->addWidget(m_operation);

    auto *functions = new QDockWidget(i18nc("@title:window", "Functions"), this);
    functions->setObjectName(QStringLiteral("functions"));
    functions->setWidget(m_functions);
    addDockWidget(Qt::LeftDockWidgetArea, functions);
    auto *details = new QDockWidget(i18nc("@title:window", "Details"), this);
    details->setObjectName(QStringLiteral("details"));
    details->setWidget(m_side);
    addDockWidget(Qt::RightDockWidgetArea, details);
    const int letter = fontMetrics().averageCharWidth();
    resizeDocks({functions, details}, {52 * letter, 56 * letter}, Qt::Horizontal);

    for (QDockWidget *dock : {functions, details})
        actionCollection()->addAction(QLatin1String("show_") + dock->objectName(), dock->toggleViewAction());
}

void MainWindow::setupActions()
{
    KActionCollection *actions = actionCollection();
    QAction *open = KStandardAction::open(this, &MainWindow::chooseFile, actions);
    open->setText(i18nc("@action", "&Open Snapshot…"));
    QAction *save = KStandardAction::saveAs(this, &MainWindow::saveSnapshot, actions);
    save->setText(i18nc("@action", "&Save Anonymised Snapshot…"));
    KStandardAction::quit(this, &QWidget::close, actions);
    KStandardAction::find(m_functions, &FunctionsPane::focusSearch, actions);

    const auto add = [&](const QString &name, const QString &icon, const QString &text, auto method) {
        QAction *action = actions->addAction(name, this, method);
        action->setIcon(QIcon::fromTheme(icon));
        action->setText(text);
        return action;
    };
    m_returnAction =
        add(QStringLiteral("return_to_machine"), QStringLiteral("computer"), i18nc("@action", "Return to This &Machine"), &MainWindow::openMachine);
    m_returnAction->setEnabled(false);
    add(QStringLiteral("export_map"), QStringLiteral("document-export"), i18nc("@action", "&Export Map…"), &MainWindow::exportMapAs);
    m_xmlAction = add(QStringLiteral("export_xml"), QStringLiteral("text-xml"), i18nc("@action", "Export libvirt &XML…"), [this] {
        if (m_selected)
            previewXml(*m_selected);
    });
    m_copyAction = add(QStringLiteral("copy_address"), QStringLiteral("edit-copy"), i18nc("@action", "Copy &Address"), [this] {
        if (m_selected)
            copyAddress(*m_selected);
    });
    actions->setDefaultShortcut(m_copyAction, Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    m_xmlAction->setEnabled(false);
    m_copyAction->setEnabled(false);
    m_sourceMessage->addAction(m_returnAction);
}

void MainWindow::setupViewActions()
{
    KActionCollection *actions = actionCollection();
    KStandardAction::redisplay(m_controller, &SnapshotController::refresh, actions)->setText(i18nc("@action", "&Refresh"));
    actions->setDefaultShortcut(actions->action(KStandardAction::name(KStandardAction::Redisplay)), Qt::Key_F5);
    KStandardAction::zoomIn(m_map, &MapView::zoomIn, actions);
    KStandardAction::zoomOut(m_map, &MapView::zoomOut, actions);
    KStandardAction::actualSize(m_map, &MapView::resetZoom, actions);
    QAction *fit = KStandardAction::fitToPage(m_map, &MapView::fit, actions);
    fit->setText(i18nc("@action", "&Fit Map to Window"));
    actions->setDefaultShortcut(fit, Qt::CTRL | Qt::Key_9);
    QAction *overview = actions->addAction(QStringLiteral("overview"), this, [this] {
        select(std::nullopt);
    });
    overview->setIcon(QIcon::fromTheme(QStringLiteral("go-home")));
    overview->setText(i18nc("@action", "Machine &Overview"));
    actions->setDefaultShortcut(overview, Qt::ALT | Qt::Key_Home);
}

void MainWindow::setupSamples()
{
    auto *menu = new KActionMenu(QIcon::fromTheme(QStringLiteral("document-open-folder")), i18nc("@action", "Open Sam&ple"), this);
    menu->setPopupMode(QToolButton::InstantPopup);
    for (const Sample &sample : samples()) {
        auto *action = new QAction(sample.name, menu);
        connect(action, &QAction::triggered, this, [this, sample] {
            m_controller->open({Source::Kind::Sample, sample.path});
        });
        menu->addAction(action);
    }
    menu->setEnabled(!menu->menu()->isEmpty());
    actionCollection()->addAction(QStringLiteral("open_sample"), menu);
}

void MainWindow::openFile(const QString &path)
{
    m_controller->open({Source::Kind::File, path});
}

void MainWindow::openMachine()
{
    m_controller->open(m_controller->machineSource());
}

void MainWindow::showMachine(const ShownMachinePtr &machine, bool another)
{
    ShownMachinePtr before = std::exchange(m_machine, machine);
    m_errorMessage->hide();
    if (another) {
        select(std::nullopt);
        m_map->setMap(machine->map);
        m_map->showBoot();
        m_model->reset(machine->rows);
        m_functions->unfold();
        showSource();
    } else {
        // Where the selected device is gone, each view would choose another by itself.
        const QSignalBlocker quietMap(m_map);
        const QSignalBlocker quietTree(m_functions);
        m_map->setMap(machine->map);
        m_model->update(machine->rows);
        // What became of a change is told even where the device is gone.
        if (m_selected && !machine->snapshot->function(*m_selected) && !operationIsSelected())
            m_selected.reset();
    }
    m_functions->setBootShown(!machine->annotations.starts.isEmpty());
    select(m_selected);
    // Nothing shows it any more. Taking a big machine apart is work too, and not for this thread.
    QThreadPool::globalInstance()->start([gone = std::move(before)] { });
    Q_EMIT machineShown();
}

void MainWindow::showSource()
{
    const Source &source = m_controller->source();
    const bool isFile = source.kind != Source::Kind::Machine;
    m_returnAction->setEnabled(isFile);
    setCaption(machineName(m_machine->snapshot->machine));
    switch (source.kind) {
    case Source::Kind::Machine:
        break;
    case Source::Kind::File:
        m_sourceMessage->setText(
            xi18nc("@info", "You are looking at the snapshot <filename>%1</filename>, not at this machine.", QFileInfo(source.path).fileName()));
        m_sourceMessage->setToolTip("<span>"_L1 + source.path.toHtmlEscaped() + "</span>"_L1);
        break;
    case Source::Kind::Sample:
        m_sourceMessage->setText(i18nc("@info", "You are looking at a sample, not at this machine."));
        break;
    }
    m_sourceMessage->setVisible(isFile);
}

void MainWindow::showError(const core::Error &error)
{
    QStringList parts{QStringLiteral("<b>%1</b>").arg(error.what.toHtmlEscaped()), error.why.toHtmlEscaped(), error.remedy.toHtmlEscaped()};
    parts.removeAll(QString());
    m_errorMessage->setText(parts.join(QStringLiteral("<br/>")));
    m_errorMessage->animatedShow();
}

void MainWindow::select(const std::optional<core::PciAddress> &address)
{
    m_selected = address;
    if (!address)
        m_map->clearSelection();
    else if (m_map->selected() != address)
        m_map->select(*address);
    m_functions->select(address);
    // A plan is quickly made again, and grows old.
    if (m_operations->current() && !operationIsSelected())
        m_operations->drop();
    showDetails();
}

void MainWindow::showDetails()
{
    if (m_machine)
        m_overview->setMachine(m_machine, m_operations->state());
    const auto details = m_machine && m_selected ? detailsOf(*m_machine, *m_selected, m_operations->state()) : std::nullopt;
    if (details)
        m_details->setDetails(*details);
    QWidget *shown = details ? static_cast<QWidget *>(m_details) : m_overview;
    m_side->setCurrentWidget(operationIsSelected() ? m_operation : shown);
    enableDeviceActions(details);
    if (m_operations->current())
        m_operationMessage->setText(operation::title(m_operations->current()->goal(), m_operation->deviceName()));
    m_operationMessage->setVisible(m_operations->isBusy() && !operationIsSelected());
    m_copyAction->setEnabled(details.has_value());
    m_xmlAction->setEnabled(details && details->gpu);
}

void MainWindow::chooseFile()
{
    const QString path = QFileDialog::getOpenFileName(this, i18nc("@title:window", "Open Snapshot"), {}, snapshotFilter());
    if (!path.isEmpty())
        openFile(path);
}

void MainWindow::saveSnapshot()
{
    if (!m_machine)
        return;
    const QString path =
        QFileDialog::getSaveFileName(this, i18nc("@title:window", "Save Anonymised Snapshot"), QStringLiteral("machine.json"), snapshotFilter());
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || !core::writeJson(core::anonymised(*m_machine->snapshot), file) || !file.commit())
        showError(writeError(path, file.errorString()));
}

void MainWindow::exportMapAs()
{
    if (!m_machine)
        return;
    const QString path = QFileDialog::getSaveFileName(this,
                                                      i18nc("@title:window", "Export Map"),
                                                      QStringLiteral("machine.svg"),
                                                      i18nc("@item:inlistbox file types", "Pictures (*.svg *.png *.pdf)"));
    if (path.isEmpty())
        return;
    if (const auto done = exportMap(*m_machine->snapshot, m_machine->annotations, path, palette()); !done)
        showError(done.error());
}

void MainWindow::copyAddress(const core::PciAddress &address)
{
    QGuiApplication::clipboard()->setText(address.toString());
}

void MainWindow::previewXml(const core::PciAddress &address)
{
    const core::Function *gpu = m_machine->snapshot->function(address);
    const auto xml = core::hostdevXml(*m_machine->snapshot, {address});
    if (!xml) {
        showError(xml.error());
        return;
    }
    auto *dialog = new XmlPreviewDialog(i18nc("@title:window", "libvirt XML of %1", core::displayName(*gpu)),
                                        *xml,
                                        QStringLiteral("hostdev-%1.xml").arg(address.toShortString().replace(QLatin1Char(':'), QLatin1Char('-'))),
                                        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::changeEvent(QEvent *event)
{
    // udev does not tell when a device falls asleep or wakes up: look again when someone looks.
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_controller->machineChanged();
    if (event->type() == QEvent::FontChange)
        m_controller->setMapMetrics(m_map->metrics());
    KXmlGuiWindow::changeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!draggedFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString path = draggedFile(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    openFile(path);
}

}

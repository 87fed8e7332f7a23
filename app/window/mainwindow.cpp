// SPDX-FileCopyrightText: 2026 The Turnout authors
// SPDX-License-Identifier: GPL-2.0-or-later

#include "mainwindow.h"

#include "messagebars.h"
#include "samples.h"
#include "sidepane.h"

#include "app/map/mapview.h"
#include "app/text/bootassignmenttext.h"
#include "app/text/devicetext.h"
#include "app/text/steptext.h"
#include "app/window/functions/functionspane.h"
#include "app/window/functions/functiontreemodel.h"
#include "app/window/operation/deviceactions.h"
#include "app/window/pages/filedialogs.h"
#include "core/pci/pciclass.h"

#include <KActionCollection>
#include <KActionMenu>
#include <KLocalizedString>
#include <KStandardAction>

#include <QClipboard>
#include <QDockWidget>
#include <QDropEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QMimeData>
#include <QScreen>
#include <QSignalBlocker>
#include <QThreadPool>
#include <QVBoxLayout>

namespace app
{

namespace
{

/// Empty where anything else than one local file is dragged.
QString draggedFile(const QMimeData *data)
{
    const auto urls = data->urls();
    return urls.size() == 1 ? urls.first().toLocalFile() : QString();
}

}

MainWindow::MainWindow(operation::Reader reader, QWidget *parent)
    : KXmlGuiWindow(parent)
    , m_snapshots(new SnapshotController(std::move(reader), this))
    , m_operations(new OperationController(m_snapshots, this))
    , m_model(new FunctionTreeModel(this))
    , m_map(new MapView(this))
    , m_functions(new FunctionsPane(m_model, this))
    , m_side(new SidePane(m_operations, this))
    , m_deviceActions(new DeviceActions(actionCollection(), this))
{
    setupActions();
    setupViewActions();
    setupSamples();
    setupLayout();
    setupConnections();
    setupGUI(QSize(1440, 900).boundedTo(screen()->availableSize()),
             StandardWindowOptions(Default) & ~StandardWindowOptions(StatusBar),
             QStringLiteral("turnoutui.rc"));
    // There is no handbook in the format of KDE's help center.
    if (QAction *handbook = actionCollection()->action(KStandardAction::name(KStandardAction::HelpContents)))
        actionCollection()->removeAction(handbook);
    setAcceptDrops(true);
    m_snapshots->setMapMetrics(m_map->metrics());
}

MainWindow::~MainWindow() = default;

void MainWindow::setupActions()
{
    KActionCollection *actions = actionCollection();
    const auto openSnapshot = [this] {
        if (const QString path = askForSnapshot(this); !path.isEmpty())
            openFile(path);
    };
    const auto save = [this] {
        if (m_machine)
            showError(saveSnapshot(*m_machine->snapshot, this));
    };
    KStandardAction::open(this, openSnapshot, actions)->setText(i18nc("@action", "&Open Snapshot…"));
    KStandardAction::saveAs(this, save, actions)->setText(i18nc("@action", "&Save Anonymized Snapshot…"));
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
    add(QStringLiteral("export_map"), QStringLiteral("document-export"), i18nc("@action", "&Export Map…"), [this] {
        if (m_machine)
            showError(saveMap(*m_machine, this));
    });
    m_xmlAction = add(QStringLiteral("export_xml"), QStringLiteral("text-xml"), i18nc("@action", "Export libvirt &XML…"), [this] {
        showError(showXml(*m_machine->snapshot, *m_selected, this));
    });
    m_copyAction = add(QStringLiteral("copy_address"), QStringLiteral("edit-copy"), i18nc("@action", "Copy &Address"), [this] {
        QGuiApplication::clipboard()->setText(m_selected->toString());
    });
    actions->setDefaultShortcut(m_copyAction, Qt::CTRL | Qt::SHIFT | Qt::Key_C);
    for (QAction *action : {m_returnAction, m_xmlAction, m_copyAction})
        action->setEnabled(false);
}

void MainWindow::setupViewActions()
{
    KActionCollection *actions = actionCollection();
    QAction *refresh = KStandardAction::redisplay(m_snapshots, &SnapshotController::refresh, actions);
    refresh->setText(i18nc("@action", "&Refresh"));
    actions->setDefaultShortcut(refresh, Qt::Key_F5);
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
            m_snapshots->open({Source::Kind::Sample, sample.path});
        });
        menu->addAction(action);
    }
    menu->setEnabled(!menu->menu()->isEmpty());
    actionCollection()->addAction(QStringLiteral("open_sample"), menu);
}

void MainWindow::setupLayout()
{
    auto *show = new QAction(QIcon::fromTheme(QStringLiteral("go-jump")), i18nc("@action:button", "Show"), this);
    connect(show, &QAction::triggered, this, [this] {
        if (m_operations->current())
            select(m_operations->current()->goal().gpu);
    });
    auto *center = new QWidget(this);
    m_messages = new MessageBars(m_returnAction, show, center);
    auto *layout = new QVBoxLayout(center);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_messages);
    layout->addWidget(m_map, 1);
    setCentralWidget(center);
    // On a small screen the docks give way to it.
    center->setMinimumWidth(54 * fontMetrics().averageCharWidth());
    // The window takes the files that are dropped on the map.
    m_map->setAcceptDrops(false);
    m_map->viewport()->setAcceptDrops(false);

    const auto addDock = [this](const QString &name, const QString &title, QWidget *content, Qt::DockWidgetArea area) {
        auto *dock = new QDockWidget(title, this);
        dock->setObjectName(name);
        dock->setWidget(content);
        addDockWidget(area, dock);
        actionCollection()->addAction(QLatin1String("show_") + name, dock->toggleViewAction());
        return dock;
    };
    QDockWidget *functions = addDock(QStringLiteral("functions"), i18nc("@title:window", "Functions"), m_functions, Qt::LeftDockWidgetArea);
    QDockWidget *details = addDock(QStringLiteral("details"), i18nc("@title:window", "Details"), m_side, Qt::RightDockWidgetArea);
    const int letter = fontMetrics().averageCharWidth();
    resizeDocks({functions, details}, {52 * letter, 56 * letter}, Qt::Horizontal);
}

void MainWindow::setupConnections()
{
    connect(m_snapshots, &SnapshotController::loaded, this, &MainWindow::showContent);
    connect(m_snapshots, &SnapshotController::failed, this, &MainWindow::showError);
    connect(m_map, &MapView::selectionChanged, this, &MainWindow::select);
    connect(m_functions, &FunctionsPane::selectionChanged, this, &MainWindow::select);
    connect(m_functions, &FunctionsPane::searchChanged, m_map, &MapView::setSearch);
    connect(m_side, &SidePane::functionActivated, this, &MainWindow::select);
    connect(m_side, &SidePane::operationRequested, this, &MainWindow::begin);
    connect(m_side, &SidePane::copyRequested, m_copyAction, &QAction::trigger);
    connect(m_side, &SidePane::xmlRequested, m_xmlAction, &QAction::trigger);
    connect(m_side, &SidePane::detailsShown, this, [this](const std::optional<Details> &details) {
        m_deviceActions->setDetails(details, m_operations->availability().disabledReason);
    });
    connect(m_deviceActions, &DeviceActions::requested, this, &MainWindow::begin);
    connect(m_operations, &OperationController::changed, this, [this] {
        // A device that is gone stayed selected for the result of its operation.
        const bool isGone = m_machine && m_selected && !m_machine->snapshot->function(*m_selected);
        if (isGone && !m_operations->current())
            select(std::nullopt);
        else
            showOperation();
    });
    connect(m_operations, &OperationController::moved, this, &MainWindow::showOperation);
}

void MainWindow::openFile(const QString &path)
{
    m_snapshots->open({Source::Kind::File, path});
}

void MainWindow::openMachine()
{
    m_snapshots->open({});
}

void MainWindow::showContent(const WindowContent &content, bool another)
{
    ShownMachinePtr before = std::exchange(m_machine, content.machine);
    m_messages->hideError();
    // The result of an operation stays in view even where its device is gone.
    const bool isGone = m_selected && !m_machine->snapshot->function(*m_selected) && !m_operations->isAbout(m_selected);
    if (another || isGone)
        m_selected.reset();
    {
        // The views must not select another function by themselves.
        const QSignalBlocker quietMap(m_map);
        const QSignalBlocker quietTree(m_functions);
        m_map->setMap(content.map);
        if (another)
            m_model->reset(m_machine->rows);
        else
            m_model->update(m_machine->rows);
    }
    if (another) {
        m_map->showTop();
        m_functions->expandAll();
        showSource();
    }
    m_functions->setBootColumnShown(!m_machine->annotations.bootNotes.isEmpty());
    selectInViews();
    m_side->setMachine(m_machine, content.details, m_selected);
    // Freeing a big machine takes time, too.
    QThreadPool::globalInstance()->start([gone = std::move(before)] { });
    Q_EMIT machineShown();
}

void MainWindow::showSource()
{
    m_messages->setSource(m_snapshots->source());
    m_returnAction->setEnabled(m_snapshots->source().kind != Source::Kind::Machine);
    setCaption(machineName(m_machine->snapshot->machine));
}

void MainWindow::select(const std::optional<core::PciAddress> &address)
{
    m_selected = address;
    selectInViews();
    m_side->select(address);
}

void MainWindow::selectInViews()
{
    const QSignalBlocker quietMap(m_map);
    if (!m_selected)
        m_map->clearSelection();
    else if (m_map->selected() != m_selected)
        m_map->select(*m_selected);
    m_functions->select(m_selected);
    m_snapshots->setSelected(m_selected);
    const core::Function *function = m_machine && m_selected ? m_machine->snapshot->function(*m_selected) : nullptr;
    m_copyAction->setEnabled(function);
    m_xmlAction->setEnabled(function && core::isGpu(*function));
    // A plan is quick to make again, and becomes outdated.
    if (!m_operations->isAbout(m_selected))
        m_operations->drop();
    showOperation();
}

void MainWindow::begin(const core::Goal &goal)
{
    if (m_selected != goal.gpu)
        select(goal.gpu);
    m_operations->begin(goal);
}

void MainWindow::showOperation()
{
    const operation::Operation *operation = m_operations->current();
    QString title;
    if (operation && m_operations->isBusy() && !m_operations->isAbout(m_selected)) {
        const core::Function *gpu = m_machine->snapshot->function(operation->goal().gpu);
        title = goalTitle(operation->goal(), gpu ? core::displayName(*gpu) : emptySlotName());
    }
    m_messages->setOperation(title);
}

void MainWindow::showError(const std::optional<core::Error> &error)
{
    if (error)
        m_messages->showError(*error);
}

void MainWindow::changeEvent(QEvent *event)
{
    // udev does not report when a device suspends or wakes.
    if (event->type() == QEvent::ActivationChange && isActiveWindow())
        m_snapshots->machineChanged();
    if (event->type() == QEvent::FontChange)
        m_snapshots->setMapMetrics(m_map->metrics());
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
